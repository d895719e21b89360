import { z } from 'zod';
import { CommandError } from './exit.js';

const metadataForm = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  scopes_supported: z.array(z.string()),
  mtls_endpoint_aliases: z.object({ token_endpoint: z.url() }),
});

/** RFC 8414; RFC 8705, section 5. */
export type ServerMetadata = z.infer<typeof metadataForm>;

/** Asks the demo's authorization server what it offers. Throws CommandError when it does not answer. */
export async function metadataOf(issuer: string): Promise<ServerMetadata> {
  try {
    const response = await fetch(`${issuer}/.well-known/oauth-authorization-server`, {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    return metadataForm.parse(await response.json());
  } catch (cause) {
    throw new CommandError(`The demo's issuer does not answer at ${issuer}. Start it with: npm start`, { cause });
  }
}

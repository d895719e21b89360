import { z } from 'zod';
import { CommandError } from './exit.js';
import { jsonOf } from './post.js';
import type { PostAnswer } from './post.js';

const answerForm = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  /** The demo's own. */
  default_purpose: z.string(),
});

/** Of the token endpoint (RFC 6749, section 5.1). */
export type TokenAnswer = Readonly<z.infer<typeof answerForm>>;

/** Throws CommandError, with the server's reason, when it is a refusal. */
export function readTokenAnswer(answer: PostAnswer): TokenAnswer {
  const body = jsonOf(answer);
  const token = answerForm.safeParse(body);
  if (token.success) return token.data;
  const reason = body?.['error_description'];
  throw new CommandError(typeof reason === 'string' ? `The issuer refused: ${reason}.` : 'The issuer gave no token.');
}

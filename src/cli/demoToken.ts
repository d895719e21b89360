import { z } from 'zod';
import { findDemo } from '../demo/runningDemo.js';
import type { RunningDemo } from '../demo/runningDemo.js';
import { CommandError } from './exit.js';

const answerForm = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  scope: z.string(),
  default_purpose: z.string(),
});
const refusalForm = z.object({ error_description: z.string() });

export type DemoToken = z.infer<typeof answerForm>;

/** The demo that runs on `folder`. Throws CommandError when there is none. */
export function requireDemo(folder: string): RunningDemo {
  const demo = findDemo(folder);
  if (demo === undefined) throw new CommandError(`No demo runs on ${folder}. Start one with: npm start`);
  return demo;
}

/** Asks the demo's issuer for a token of `account`. Throws CommandError when it refuses or does not answer. */
export async function askDemoToken(demo: RunningDemo, account: string): Promise<DemoToken> {
  const response = await post(
    demo.issuer,
    new URLSearchParams({ grant_type: 'client_credentials', client_id: account }),
  );
  const body: unknown = await response.json();
  const answer = answerForm.safeParse(body);
  if (answer.success) return answer.data;
  const reason = refusalForm.safeParse(body).data?.error_description ?? 'The issuer gave no token.';
  throw new CommandError(reason, { isWrongCall: true });
}

async function post(issuer: string, body: URLSearchParams): Promise<Response> {
  try {
    return await fetch(`${issuer}/token`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
  } catch (cause) {
    throw new CommandError(`The demo's issuer does not answer at ${issuer}. Start it with: npm start`, { cause });
  }
}

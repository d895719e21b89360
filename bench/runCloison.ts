/** One command of `cloison`, run as its users run it: the built program, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { endWithUs } from './endWithUs.js';
import { pathOf } from './servers.js';

/** Throws with what the command said when it fails. `output`: the file that its standard output becomes. */
export async function runCloison(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  output?: string,
): Promise<void> {
  const out = output === undefined ? 'ignore' : openSync(output, 'wx', 0o600);
  const child = spawn(process.execPath, [pathOf('dist/cli/main.js'), ...words], {
    stdio: ['ignore', out, 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  endWithUs(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (typeof out === 'number') closeSync(out);
  if (code !== 0) throw new Error(`cloison ${words.join(' ')} failed:\n${said}`);
}

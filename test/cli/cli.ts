import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Builds what changed, as `npm run cloison` does. */
export async function buildCli(): Promise<void> {
  const { code, err } = await finished(spawn(process.execPath, ['scripts/build.mjs'], { cwd: root }));
  if (code !== 0) throw new Error(err);
}

/** Starts the built command line with no setting of the machine's. */
export function startCli(words: readonly string[], options: CliOptions = {}): ChildProcess {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env };
  const child = spawn(process.execPath, [`${root}/dist/cli/main.js`, ...words], { cwd: options.cwd ?? root, env });
  child.stdin.end(options.input ?? '');
  return child;
}

/** Runs it to its end. */
export function cli(words: readonly string[], options: CliOptions = {}): Promise<Outcome> {
  return finished(startCli(words, options));
}

export async function finished(child: ChildProcess): Promise<Outcome> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the streams of the process are not piped');
  const [out, err, [code]] = await Promise.all([
    text(stdout),
    text(stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, out, err };
}

/** The lines of standard error up to the one that `isLast` knows. */
export async function linesUntil(
  { stderr }: ChildProcess,
  isLast: (line: string) => boolean,
): Promise<readonly string[]> {
  if (stderr === null) throw new Error('standard error is not piped');
  const lines: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    lines.push(line);
    if (isLast(line)) return lines;
  }
  throw new Error(`it ended before it said so:\n${lines.join('\n')}`);
}

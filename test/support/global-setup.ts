import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the run's PostgreSQL. */
    readonly postgresUrl: string;
  }
}

/** Starts one PostgreSQL 18 for the run and tells the tests where it is; vitest calls what it returns at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;
  const program = fileURLToPath(new URL('postgres-host.ts', import.meta.url));
  const host = spawn(process.execPath, ['--import', loader, program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  project.provide('postgresUrl', await announcedUrl(host));
  return async () => {
    const gone = once(host, 'exit');
    host.stdin.end();
    await gone;
  };
}

async function announcedUrl(host: ChildProcess & { readonly stdout: NodeJS.ReadableStream }): Promise<string> {
  const failed = once(host, 'exit').then(([code]) => {
    throw new Error(`the PostgreSQL of the tests did not start (exit ${String(code)})`);
  });
  const lines = createInterface({ input: host.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  failed.catch(() => undefined);
  return (JSON.parse(line) as { url: string }).url;
}

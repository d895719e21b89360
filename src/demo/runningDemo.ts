/** What a running `npm start` leaves in its data folder, so that `cloison token` and `cloison query` find it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writePrivateFile } from './issuer/privateFile.js';

const form = z.object({ issuer: z.url(), api: z.url(), certificateApi: z.url() });

export type RunningDemo = Readonly<z.infer<typeof form>>;

/** The addresses of the demo's issuer and of its GraphQL endpoint; the same one over TLS, for certificates. */
export function announceDemo(folder: string, demo: RunningDemo): void {
  writePrivateFile(pathIn(folder), `${JSON.stringify(demo)}\n`);
}

export function withdrawDemo(folder: string): void {
  rmSync(pathIn(folder), { force: true });
}

/** Undefined when none runs on `folder`, or what it left can't be read. */
export function findDemo(folder: string): RunningDemo | undefined {
  const text = readIfThere(pathIn(folder));
  if (text === undefined) return undefined;
  return form.safeParse(parseJson(text)).data;
}

function pathIn(folder: string): string {
  return join(folder, 'running.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

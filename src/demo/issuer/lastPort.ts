import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writePrivateFile } from './privateFile.js';

const portForm = z.coerce.number().int().min(1).max(65_535);

/** The port of the last start on `folder`: on the same one, its tokens are good again. Undefined before the first. */
export function lastPort(folder: string): number | undefined {
  return portForm.safeParse(readIfThere(pathIn(folder))).data;
}

export function keepPort(folder: string, port: number): void {
  writePrivateFile(pathIn(folder), `${String(port)}\n`);
}

function pathIn(folder: string): string {
  return join(folder, 'issuer-port');
}

import { join } from 'node:path';

/** Where the demo keeps its register of erasures. */
export function demoErasureRegister(folder: string): string {
  return join(folder, 'erasures.ndjson');
}

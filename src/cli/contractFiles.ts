/** The contracts on disk against those of the policy: byte for byte. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ContractDrift {
  /** Path from here. */
  readonly file: string;
  readonly change: 'add' | 'change' | 'remove';
  /** What it should hold; undefined for one that should not be there. */
  readonly text: string | undefined;
}

/** What separates the files in `folder`/contracts from `contracts` (file name to text); nothing when they agree. */
export function driftOf(folder: string, contracts: ReadonlyMap<string, string>): readonly ContractDrift[] {
  const at = join(folder, 'contracts');
  const present = existsSync(at) ? readdirSync(at).filter((name) => name.endsWith('.graphql')) : [];
  const stale = present.filter((name) => !contracts.has(name));
  return [
    ...[...contracts].flatMap(([name, text]) => changeOf(join(at, name), text)),
    ...stale.map((name) => ({ file: join(at, name), change: 'remove' as const, text: undefined })),
  ];
}

function changeOf(file: string, text: string): readonly ContractDrift[] {
  if (!existsSync(file)) return [{ file, change: 'add', text }];
  return readFileSync(file, 'utf8') === text ? [] : [{ file, change: 'change', text }];
}

/** Makes the files what the policy says. */
export function applyDrift(folder: string, drift: readonly ContractDrift[]): void {
  mkdirSync(join(folder, 'contracts'), { recursive: true });
  for (const { file, text } of drift) {
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
}

/** Public test vectors, kept beside the repository and not in it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url));

/** The text of a file of vectors; undefined, said aloud, when it is not on this machine. */
function readVectors(file: string): string | undefined {
  if (existsSync(folder + file)) return readFileSync(folder + file, 'utf8');
  process.stderr.write(`NOT RUN: the public vectors ${file} are not on this machine; only the built-in ones are.\n`);
  return undefined;
}

export interface WycheproofGroup {
  readonly keySize: number;
  readonly ivSize: number;
  readonly tagSize: number;
  readonly tests: readonly Readonly<Record<string, string>>[];
}

export function readWycheproof(file: string): readonly WycheproofGroup[] | undefined {
  const text = readVectors(`wycheproof/${file}`);
  return text === undefined ? undefined : (JSON.parse(text) as { testGroups: readonly WycheproofGroup[] }).testGroups;
}

/** Blocks of `name = value` lines, set apart by `border`; a line without a value (`FAIL`) is a name. */
export function readBlocks(file: string, border = /\r?\n\r?\n/): readonly ReadonlyMap<string, string>[] | undefined {
  return readVectors(file)
    ?.split(border)
    .map((block) => {
      const lines = block.split(/\r?\n/).filter((line) => line !== '' && !/^[#[]/.test(line));
      return new Map(
        lines.map((line) => line.split(/\s*=\s*/)).map(([name = '', value = '']) => [name.trim(), value.trim()]),
      );
    })
    .filter((block) => block.size > 1);
}

export function hex(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'hex');
}

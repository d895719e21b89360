import { beforeAll, describe, expect, it } from 'vitest';
import { linesOf, occurrences, sourceLines } from './sources.js';
import type { SourceLine } from './sources.js';

/** What no import shows: globals that would be a second door to the environment, the time or randomness. */
const doors = [
  {
    name: 'the environment',
    pattern: /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\benv\b.*\}\s*=\s*process\b/u,
    only: /^src\/config\.ts$/u,
    breaches: ['const url = process.env.DATABASE_URL;', "process['env']", 'const { env } = process;'],
  },
  {
    name: 'the time',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/u,
    only: /^src\/kernel\/clock\.ts$/u,
    breaches: ['const now = Date.now();', 'new Date()', 'const now = Date.now;'],
  },
  {
    name: 'randomness and cryptography',
    pattern: /\bMath\.random\b|(?<![\w.'":/-])(?:globalThis\.)?crypto\.\w/u,
    only: /^src\/vault\//u,
    breaches: ['Math.random()', 'crypto.randomUUID()', 'await globalThis.crypto.subtle.digest("SHA-256", bytes)'],
  },
] as const;

const isCode = ({ file }: SourceLine): boolean => file.endsWith('.ts');

describe.each(doors)('$name', ({ pattern, only, breaches }) => {
  let lines: readonly SourceLine[];
  beforeAll(async () => {
    lines = (await sourceLines()).filter(isCode);
  });

  it('comes through one door', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(occurrences(lines, pattern, only)).toEqual([]);
  });

  it.each([...breaches])('would be seen in "%s"', (text) => {
    expect(occurrences(linesOf('src/plan/x.ts', text), pattern, only)).toHaveLength(1);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { linesOf, occurrences, sourceLines } from './sources.js';
import type { SourceLine } from './sources.js';

/** Law 12: the engine knows no job seeker. Its demo does. */
const domainWord = new RegExp(
  [
    'job[ _-]?seeker',
    'trainee',
    'enrol',
    'attendance',
    'adviser|advisor(?!y)',
    'employer',
    'unemploy',
    'emploi',
    'kairos',
    'travail',
    'mission[ _-]?locale',
    'training[ _-]?organisation',
    'is[eè]re\\b',
    'grenoble',
    '\\bnir\\b',
    'apprentice',
    'disabilit',
  ].join('|'),
  'iu',
);
const mayHoldIt = /^src\/demo\//u;

describe('law 12: src knows no job seeker', () => {
  let lines: readonly SourceLine[];
  beforeAll(async () => {
    lines = await sourceLines();
  });

  it('holds outside the demo, in code, comments, SQL, SDL and documents', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(occurrences(lines, domainWord, mayHoldIt)).toEqual([]);
  });

  it.each([
    'class JobSeeker {}',
    '// a trainee',
    'CREATE TABLE job_seeker ()',
    'France Travail',
    'readonly nir: string',
  ])('would see "%s"', (text) => {
    expect(occurrences(linesOf('src/store/x.ts', text), domainWord, mayHoldIt)).toHaveLength(1);
  });

  it.each(['pg_advisory_lock', 'information', 'to train a model', 'linier'])('has nothing against "%s"', (text) => {
    expect(occurrences(linesOf('src/store/x.ts', text), domainWord, mayHoldIt)).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { libraryFolder } from '../support/policies.js';
import { buildCli, cli } from './cli.js';

beforeAll(buildCli);

describe('cloison prove', () => {
  it('ends with the number of cases and of mismatches, and done is exit code 0', async () => {
    const { code, out } = await cli(['prove', libraryFolder, '--role', 'MEMBER', '--json']);
    const last = out.trim().split('\n').at(-1) ?? '';
    expect([code, /^\{"cases":[1-9]\d+,"mismatches":0\}$/.test(last)]).toEqual([0, true]);
  }, 120_000);

  it.each([
    [
      ['prove', libraryFolder, '--role', 'READER'],
      /There is no role READER\. There are: LIBRARIAN, PARTNER_LIBRARY, MEMBER\./,
    ],
    [['prove', libraryFolder, '--seed', '0'], /It is no number from 1 on/],
  ])('called as %j is called wrongly', async (words, message) => {
    const { code, err } = await cli(words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('needs the migrations that make the tables', async () => {
    const { code, err } = await cli(['prove', `${libraryFolder}/../empty`]);
    expect([code, err]).toEqual([1, expect.stringMatching(/CONFIG_INVALID/) as string]);
  });
});

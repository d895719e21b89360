/** Three schemas that share no word, each served as it says. */
import { describe, expect, it } from 'vitest';
import { prove } from '../../src/prove/prove.js';
import { libraryFolder, rentalFolder, storeFolder } from '../support/policies.js';
import { proven, sorts } from './proving.js';

describe('what is served is what the schema says', () => {
  it.each([
    ['a library', libraryFolder, 5_000],
    ['tenants and landlords', rentalFolder, 5_000],
    ['the store of the repository', storeFolder, 5_000],
  ])(
    'of %s',
    async (_name, folder, least) => {
      const { tally } = await proven(prove, { folder });
      expect(sorts(tally.mismatches)).toEqual([]);
      expect(tally.cases).toBeGreaterThanOrEqual(least);
    },
    300_000,
  );
});

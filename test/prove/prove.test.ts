/** Schemas that share no word, each served as it says. */
import { describe, expect, it } from 'vitest';
import { prove } from '../../src/prove/prove.js';
import { libraryFolder, rentalFolder, storeFolder } from '../support/policies.js';
import { proven, sorts } from './proving.js';

const patience = 300_000;

describe('what is served is what the schema says', () => {
  it(
    'of a library, in whose links every state is met',
    async () => {
      const { tally, unmet, roles } = await proven(prove, { folder: libraryFolder });
      expect([sorts(tally.mismatches), unmet]).toEqual([[], []]);
      expect(tally.cases).toBeGreaterThanOrEqual(5_000);
      expect(tally.kinds()).toEqual(['NODE', 'LIST', 'FIND', 'NESTED', 'REFUSAL', 'WALL', 'TWINS']);
      expect(roles).toEqual(['LIBRARIAN', 'PARTNER_LIBRARY', 'MEMBER']);
    },
    patience,
  );

  it(
    'of tenants and landlords, at another instant',
    async () => {
      const { tally, instant } = await proven(prove, { folder: rentalFolder, role: 'LANDLORD', seed: 2 });
      expect([sorts(tally.mismatches), instant]).toEqual([[], '2026-03-29T01:30:00.000Z']);
    },
    patience,
  );

  it(
    'of the store of the repository',
    async () => {
      const { tally, unmet } = await proven(prove, { folder: storeFolder, role: 'TRAINING_ORGANISATION' });
      expect(sorts(tally.mismatches)).toEqual([]);
      expect(tally.cases).toBeGreaterThanOrEqual(5_000);
      expect(unmet.length).toBeLessThanOrEqual(6);
    },
    patience,
  );
});

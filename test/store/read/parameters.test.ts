import { expect, it } from 'vitest';
import { Parameters, valuesOf } from '../../../src/store/read/parameters.js';
import { readTimes } from '../../../src/store/read/readTimes.js';

const times = readTimes(Date.parse('2024-06-01T12:00:00Z'), ['Europe/London']);
const key = 'a0000000-0000-4000-8000-000000000001';

it.each([
  ['a key', key, 'uuid', key],
  ['a name', 'agent-north', 'text', 'agent-north'],
  // A row that some store links to the nil UUID, for "nobody yet", is not whoever has a misspelt claim.
  ['no key of any row', 'agent-north', 'uuid', null],
  ['an empty text', '', 'uuid', null],
  ['missing', undefined, 'text', null],
])('a claim that is %s is compared as what it is, or equals nothing', (_title, claim, type, compared) => {
  const parameters = new Parameters('ONE');
  parameters.claim('ORGANISATION', type);
  const claims = claim === undefined ? {} : { ORGANISATION: claim };
  expect(valuesOf(parameters.list(), { claims, absorbed: [], purpose: 'LETTING', times }, {})).toEqual([compared]);
});

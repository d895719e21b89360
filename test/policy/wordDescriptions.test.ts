import { expect, test } from 'vitest';
import { wordDescriptions } from '../../src/policy/wordDescriptions.js';
import type { Edit } from './harness.js';
import { edited } from './harness.js';

const described: readonly Edit[] = [
  ['  LETTING @purpose', '  """\n  Finding a home,\n    and a tenant.\n  """\n  LETTING @purpose'],
  ['  HEALTH @category', '  " Of body and mind. "\n  HEALTH @category'],
  ['  TENANCY @category', '  "  "\n  TENANCY @category'],
];

test('words are described in plain text on one line; a word that says nothing is not there', () => {
  expect(Object.fromEntries(wordDescriptions(edited(...described)))).toEqual({
    'Role.MANAGER': 'Manages buildings and their tenants.',
    'Role.AGENCY': 'Finds tenants for managers.',
    'Role.TENANT': 'The person.',
    'Purpose.LETTING': 'Finding a home, and a tenant.',
    'Category.HEALTH': 'Of body and mind.',
  });
});

test('sources that cannot be read describe nothing', () => {
  expect(wordDescriptions([{ name: 'broken.graphql', text: 'type {' }])).toEqual(new Map());
});

import { describe as suite, expect, test } from 'vitest';
import { deprecationOf, describe, rungSentences, sentences } from '../../../src/policy/compile/contractSentences.js';
import type { FieldGrant, Gate } from '../../../src/policy/compiled.js';
import { draftOf, fieldIn, pastDraftOf } from './drafts.js';
import { linked, reach } from './terms.js';

const open: Gate = { kind: 'open' };
const free = linked({ reach: reach('lodger'), approval: false });
const waiting = linked({ reach: reach('lodger'), approval: true });
const both = linked({ reach: reach('lodger'), approval: true }, { reach: reach('other'), approval: false });
const draft = draftOf();
const { model } = fieldIn(draft, 'Tenant', 'email');
const about = 'Where the tenant is written to: managers and agencies write about the home.';

function grant(different: Partial<FieldGrant>): FieldGrant {
  const plain = { name: 'email', path: 'email', precision: 'EXACT', restrictedBy: [] } as const;
  return { ...plain, gates: new Map([['LETTING', free]]), stepUpFor: new Set(), ...different };
}

suite('what a contract says of a field', () => {
  test.each<[string, Partial<FieldGrant>, string]>([
    ['its description', {}, about],
    ['how precise it is, first', { precision: 'MASKED' }, `Masked.\n\n${about}`],
    [
      'that the person approves it',
      { gates: new Map([['LETTING', waiting]]) },
      `${about}\n\nOnly while the person approves it for the organisation and the purpose.`,
    ],
    [
      'that the person approves it, where one of two ways asks for it',
      { gates: new Map([['LETTING', both]]) },
      `${about}\n\nIn part only while the person approves it for the organisation and the purpose.`,
    ],
    [
      'that the person approves it, where one of two purposes asks for it',
      {
        gates: new Map([
          ['LETTING', waiting],
          ['MANAGEMENT', free],
        ]),
      },
      `${about}\n\nIn part only while the person approves it for the organisation and the purpose.`,
    ],
    ['nothing of approvals where no person is asked', { gates: new Map([['LETTING', open]]) }, about],
    [
      'that it asks for a fresh authentication',
      { stepUpFor: new Set(['LETTING']) },
      `${about}\n\nAsks for a fresh authentication: no older than the \`stepUpAge\` of \`me\`.`,
    ],
    [
      'for which purposes it does, sorted, where it does not for all',
      {
        gates: new Map([
          ['LETTING', free],
          ['MANAGEMENT', free],
          ['AUDIT', free],
        ]),
        stepUpFor: new Set(['LETTING', 'AUDIT']),
      },
      `${about}\n\nAsks for a fresh authentication for AUDIT, LETTING: no older than the \`stepUpAge\` of \`me\`.`,
    ],
    [
      'all of it, in this order',
      { precision: 'LAST2', gates: new Map([['LETTING', waiting]]), stepUpFor: new Set(['LETTING']) },
      [
        'The last two characters only.',
        about,
        'Only while the person approves it for the organisation and the purpose.',
        'Asks for a fresh authentication: no older than the `stepUpAge` of `me`.',
      ].join('\n\n'),
    ],
  ])('is %s', (_what, different, text) => {
    expect(describe(model, grant(different))).toBe(text);
  });

  test('is nothing where there is nothing to say', () => {
    expect(describe({ ...model, description: '' }, grant({}))).toBeNull();
    expect(describe({ ...model, description: '' }, grant({ precision: 'PRESENCE' }))).toBe('Whether there is a value.');
    expect(sentences(['', ''])).toBeNull();
    expect(sentences(['', 'One.', '', 'Two.'])).toBe('One.\n\nTwo.');
  });

  test('is no word of how precise it is where it is exact', () => {
    const silent = Object.entries(rungSentences).filter(([, sentence]) => sentence === '');
    expect(silent.map(([rung]) => rung)).toEqual(['EXACT']);
  });
});

suite('a deprecation', () => {
  const deprecated = pastDraftOf(
    ['  email: Email\n    @personal', '  email: Email @deprecated(reason: "Write letters.")\n    @personal'],
    ['  floors: Int', '  floors: Int @deprecated'],
    ['  leftOn: Date @personal', '  leftOn: Date @deprecated(reason: null) @personal'],
  );

  test.each([
    ['birthName', undefined],
    ['email', 'Write letters.'],
    ['leftOn', undefined],
  ])('of Tenant.%s is what the store says: %s', (path, reason) => {
    expect(deprecationOf(fieldIn(deprecated, 'Tenant', path))).toBe(reason);
  });

  test("of the past that has no reason has GraphQL's own", () => {
    expect(deprecationOf(fieldIn(deprecated, 'Building', 'floors'))).toBe('No longer supported');
  });
});

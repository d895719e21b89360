import { describe, expect, test } from 'vitest';
import { compileOpening, exceptionalOf } from '../../../src/policy/compile/exceptional.js';
import type { OpeningModel } from '../../../src/policy/compiled.js';
import { counter, exceptional, opening } from '../counter.js';
import { draftOf, storeOf, there } from './drafts.js';

const draft = draftOf(...counter);
const { models } = storeOf(draft);
const day = { text: 'P1D', months: 0, days: 1, seconds: 0 };
const amount = { share: undefined, floor: undefined, cap: undefined, per: day, by: 'ACCOUNT', shadow: false };

describe('a reach that one opens', () => {
  test('is of its role, with how long it lasts, its review and amounts of its own', () => {
    expect(exceptionalOf(draft, 'MANAGER')).toEqual([
      {
        name: 'counter',
        type: 'Tenant',
        role: 'MANAGER',
        lasts: { text: 'PT2H', months: 0, days: 0, seconds: 7_200 },
        review: { text: 'P7D', months: 0, days: 7, seconds: 0 },
        persons: [{ of: 20, ...amount }],
        misses: [{ of: 10, ...amount }],
      },
    ]);
  });

  test('is no other role’s', () => {
    expect(exceptionalOf(draft, 'AGENCY')).toEqual([]);
  });

  test('is immutable', () => {
    const reaches = exceptionalOf(draft, 'MANAGER');
    const parts = reaches.flatMap((reach) => [reach, reach.persons, reach.misses]);
    expect([reaches, ...parts].every(Object.isFrozen)).toBe(true);
  });
});

describe('what opens it', () => {
  function compiled(): OpeningModel {
    return compileOpening(models, there(draft.openings[0], 'opening'));
  }
  const inOtherOrder = draftOf(...counter, [
    'by: ["number", "birthName"], to: [MANAGER]',
    'by: ["birthName", "number"], to: [MANAGER]',
  ]);
  const longer = draftOf(...counter, ['["number", "birthName"]]', '["number", "birthDate", "birthName"]]']);
  const inText = draftOf(...counter, [opening, opening.replace('CounterReason!', 'String!')]);

  test('names the person by a whole index, and says why in words of the store', () => {
    expect(compiled()).toEqual({
      reach: 'counter',
      type: 'Tenant',
      to: ['MANAGER'],
      purposes: ['MANAGEMENT'],
      index: { column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 },
      brings: new Map([
        ['number', 'number'],
        ['birthName', 'name'],
      ]),
      reasons: ['KEYS_LOST', 'LETTER_RETURNED'],
    });
    expect([compiled(), compiled().reasons].every(Object.isFrozen)).toBe(true);
  });

  test('finds the index in whatever order it names the fields', () => {
    const model = compileOpening(models, there(inOtherOrder.openings[0], 'opening'));
    expect(model.index.column).toBe('number_birth_name_bidx');
  });

  test('takes the index over these fields, and none over more', () => {
    const model = compileOpening(storeOf(longer).models, there(longer.openings[0], 'opening'));
    expect(model.index.fields).toEqual(['number', 'birthName']);
  });

  test('may say why in text of its own', () => {
    expect(compileOpening(models, there(inText.openings[0], 'opening')).reasons).toBeUndefined();
  });
});

test('a reach that lasts otherwise says so', () => {
  const shorter = draftOf(...counter, [exceptional, exceptional.replace('review:', 'lasts: "PT15M", review:')]);
  expect(exceptionalOf(shorter, 'MANAGER').map(({ lasts }) => lasts.seconds)).toEqual([900]);
});

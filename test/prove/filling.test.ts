/** What the store is filled with: texts for a store's own scalars, and one store a seed. */
import { describe, expect, it } from 'vitest';
import { FillingDice } from '../../src/prove/filling/fillingDice.js';
import { sampleText } from '../../src/prove/filling/sampleText.js';
import { withoutBudgets } from '../../src/prove/serving/withoutBudgets.js';
import { readSchema } from '../../src/schemaFolder.js';
import { storeFolder } from '../support/policies.js';

describe('a text for a pattern', () => {
  it.each([
    '^[0-9]{14}$',
    '^([0-9]{7,8}[A-Z]|[0-9]{11})$',
    '^[1-478][0-9]{2}(0[1-9]|1[0-2]|[2-9][0-9])([0-9]{2}|2[AB])[0-9]{6}[0-9]{2}$',
    '[12][0-9]{12}(?:[0-9]{2})?',
    '^\\d+-[^a-z]\\w*\\.x?$',
  ])('%s matches it', (pattern) => {
    const dice = new FillingDice(1);
    for (let draw = 0; draw < 20; draw++) expect(sampleText(pattern, dice)).toMatch(new RegExp(pattern, 'u'));
  });

  it('is none for what is not understood', () => {
    expect(sampleText('^(?=x)y$', new FillingDice(1))).toBeUndefined();
  });
});

it('one seed draws one store', () => {
  const drawn = (seed: number): readonly string[] => {
    const dice = new FillingDice(seed);
    return [dice.uuid(), dice.uuid()];
  };
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
});

it('budgets are widened, and neither pages nor costs', () => {
  const before = readSchema(storeFolder).find(({ name }) => name === 'vocabulary.graphql')?.text ?? '';
  const after = withoutBudgets(readSchema(storeFolder)).find(({ name }) => name === 'vocabulary.graphql')?.text ?? '';
  const numbers = (text: string): readonly string[] => [...text.matchAll(/(page|cost): \d+/g)].map(([each]) => each);
  expect(numbers(after)).toEqual(numbers(before));
  expect([...after.matchAll(/of: (\d+)/g)].every(([, amount]) => amount === '1000000000')).toBe(true);
});

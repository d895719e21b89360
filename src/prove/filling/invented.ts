/** Values that nobody has, by the scalar of a field: odd enough that each rung has something to get wrong. */
import type { ScalarValue } from '../../kernel/scalar.js';
import type { ValueField } from '../../policy/compiled.js';
import { validateScalar } from '../../vault/validateScalar.js';
import type { FillingDice } from './fillingDice.js';
import { sampleText } from './sampleText.js';

export type Form = Pick<ValueField, 'scalar' | 'values' | 'pattern'>;

const attempts = 30;

/** In the store's canonical form; undefined where no value can be invented. */
export function inventedValue(form: Form, number: number, dice: FillingDice): ScalarValue | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const validated = validateScalar(form, draft(form, number, dice));
    if (validated.valid) return validated.value;
  }
  return undefined;
}

const names = ['Fictif', 'Élodée', 'Åsa', 'Zoé', 'ßeta', "d'Or", 'Łukasz', 'Nguyễn', 'Ömer', '42 bis', 'Ín', 'Ōta'];
const localParts = ['nora', 'a', 'élise.b', 'no-reply'];
const domains = ['example.org', 'mail.example.co.uk', 'x.example'];
const phones = ['+33639980', '+441632960', '+12015550', '+352621123', '+262692000', '+590690000', '+4915112345'];
const postcodes = ['38100', '20137', '20250', '20620', '97410', '97122', '98800', '75011', '01000', '69003'];
const years = [2014, 2011, 2009, 2008, 2007, 2002, 2001, 1996, 1991, 1984, 1975, 1966, 1961, 1958, 1939];

function draft(form: Form, number: number, dice: FillingDice): unknown {
  switch (form.scalar) {
    case 'Text':
      return form.pattern === undefined ? textOf(number, dice) : sampleText(form.pattern, dice);
    case 'ID':
      return `id-${number}`;
    case 'Int':
      return dice.below(100_000) - 500;
    case 'Float':
      return Math.round(dice.next() * 10_000) / 8;
    case 'Boolean':
      return dice.chance(0.5);
    case 'Enum':
      return dice.pick(form.values ?? []);
    case 'Email':
      return `${dice.pick(localParts) ?? ''}${number}@${dice.pick(domains) ?? ''}`;
    case 'Phone':
      return `${dice.pick(phones) ?? ''}${String(dice.below(10_000)).padStart(4, '0')}`.slice(
        0,
        dice.chance(0.5) ? 12 : 13,
      );
    case 'PostalCode':
      return dice.pick(postcodes);
    case 'Date':
      return dayOf(dice);
    case 'PartialDate':
      return dayOf(dice).slice(0, dice.pick([10, 10, 10, 7, 4]));
    case 'DateTime':
      return `${dayOf(dice)}T${String(dice.below(24)).padStart(2, '0')}:30:15.250Z`;
    case 'YearMonth':
      return dayOf(dice).slice(0, 7);
    case 'Duration':
      return `P${dice.below(9) + 1}M`;
  }
}

/** Mostly long, told apart by their number; some so short that hiding them must hide all. */
function textOf(number: number, dice: FillingDice): string {
  const name = dice.pick(names) ?? '';
  return dice.chance(0.1) ? `${name.slice(0, 1)}${number}` : `${name} ${number}`;
}

function dayOf(dice: FillingDice): string {
  const month = String(dice.below(12) + 1).padStart(2, '0');
  return `${dice.pick(years) ?? 1984}-${month}-${String(dice.below(28) + 1).padStart(2, '0')}`;
}

import { lengthIn } from '../words/lengths.js';
import { table } from '../words/table.js';
import type { AllowanceText, RoleMeasures } from './measures.js';
import type { Writing } from './writing.js';

/** What protects the data, then what bounds each of the roles that `isMeant` takes. */
export function measuresText(writing: Writing, isMeant: (role: string) => boolean): readonly string[] {
  const { words, record } = writing;
  const { sealed, inClear, indexes, grants, restrictions, roles } = record.measures;
  const lines = [
    words.sealed(sealed, inClear.length),
    ...(inClear.length === 0 ? [] : [words.inClear(inClear.join(', '))]),
    ...(indexes.length === 0 ? [] : [words.indexes(indexes.join('; '))]),
    words.reduced(grants.all, grants.reduced, grants.pseudonyms),
    ...restrictions.map(({ type, column, fields, except }) =>
      words.withheld(
        fields.map((path) => `${type}.${path}`).join(', '),
        column,
        except.length === 0 ? words.nothing : except.join(', '),
      ),
    ),
    words.recorded,
  ];
  const rows = roles.filter(({ role }) => isMeant(role)).map((each) => cellsOf(each, writing));
  return [lines.map((line) => `- ${line}`).join('\n'), table(words.roleMeasureHeadings, rows)];
}

function cellsOf(measures: RoleMeasures, { language, words }: Writing): readonly string[] {
  const { role, acr, maxAgeSeconds, stepUpAgeSeconds, isSenderConstrained, machine, persons, misses } = measures;
  const length = (seconds: number): string => lengthIn(language, `PT${String(seconds)}S`);
  const authentication = [
    acr.length === 0 ? words.any : acr.join(' '),
    ...(maxAgeSeconds === undefined ? [] : [words.age(length(maxAgeSeconds))]),
    ...(stepUpAgeSeconds === undefined ? [] : [words.freshly(length(stepUpAgeSeconds))]),
  ];
  const amounts = (all: readonly AllowanceText[]): string =>
    all.map(({ amount, per, by, shadow }) => words.amount(amount, lengthIn(language, per), by, shadow)).join('; ');
  return [
    role,
    authentication.join(', '),
    words.bound(isSenderConstrained, machine),
    amounts(persons),
    misses.length === 0 ? words.noBudget : amounts(misses),
  ];
}

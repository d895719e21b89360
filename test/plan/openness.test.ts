/** Which columns a selection carries, and by which class of openness each is shown: each class and column once. */
import { expect, test } from 'vitest';
import { parseDuration } from '../../src/kernel/duration.js';
import { invariant } from '../../src/kernel/invariant.js';
import { SelectionColumns } from '../../src/plan/openness.js';
import type { Gate, GateTerm } from '../../src/policy/compiled.js';
import { compiled, rentalFolder } from '../support/policies.js';

const policy = compiled(rentalFolder);
const model = policy.types.get('Tenant');
invariant(model, 'there is a tenant');
const terms = [...policy.roles.values()].flatMap((role) =>
  [...(role.types.get('Tenant')?.visible.values() ?? [])].flatMap((gate) => (gate.kind === 'open' ? [] : gate.terms)),
);
const [term] = terms;
const other = terms.find(({ reach }) => reach.id !== term?.reach.id);
const [month, year] = [parseDuration('P1M'), parseDuration('P1Y')];
invariant(term && other && month && year, 'there are two reaches');

const linked = (...of: readonly GateTerm[]): Gate => ({ kind: 'linked', terms: of });
const ofMonth = { ...term, within: month };
const visible = linked(ofMonth);

test('what makes a row visible is the first class', () => {
  expect(new SelectionColumns(visible).openness(visible, [])).toBe(0);
  expect(new SelectionColumns(visible).freeze(model, undefined).classes).toEqual([{ gate: visible, restrictedBy: [] }]);
});

test('gates of the same terms are one class, in whatever order they name them', () => {
  const columns = new SelectionColumns(visible);
  const first = columns.openness(linked(ofMonth, other), ['discreet', 'minor']);
  expect(first).toBe(1);
  expect(columns.openness(linked(other, ofMonth), ['minor', 'discreet'])).toBe(first);
  expect(columns.freeze(model, undefined).classes).toHaveLength(2);
});

test.each<readonly [what: string, gate: Gate, restrictedBy: readonly string[]]>([
  ['another window', linked({ ...term, within: year }), []],
  ['another reach', linked({ ...other, within: month }), []],
  ['an approval', linked({ ...ofMonth, approval: !ofMonth.approval }), []],
  ['one term more', linked(ofMonth, { ...term, within: year }), []],
  ['a restriction', visible, ['discreet']],
  ['no link at all', { kind: 'open' }, []],
])('%s makes another class', (_what, gate, restrictedBy) => {
  const columns = new SelectionColumns(visible);
  expect(columns.openness(gate, restrictedBy)).toBe(1);
  expect(columns.openness(visible, [])).toBe(0);
});

test('a gate that nothing opens is not an open one', () => {
  const columns = new SelectionColumns({ kind: 'open' });
  expect(columns.openness(linked(), [])).toBe(1);
});

test('two restrictions are not one whose name holds both', () => {
  const columns = new SelectionColumns(visible);
  expect(columns.openness(visible, ['a-b'])).toBe(1);
  expect(columns.openness(visible, ['a', 'b'])).toBe(2);
});

test('a column is carried once for each class that shows it', () => {
  const columns = new SelectionColumns(visible);
  const narrow = columns.openness(visible, ['discreet']);
  expect(columns.column('surname', 'sealed', 0)).toBe(0);
  expect(columns.column('phone', 'sealed', narrow)).toBe(1);
  expect(columns.column('surname', 'sealed', 0)).toBe(0);
  expect(columns.column('surname', 'sealed', narrow)).toBe(2);
  expect(columns.freeze(model, undefined).columns).toEqual([
    { column: 'surname', storage: 'sealed', openness: 0 },
    { column: 'phone', storage: 'sealed', openness: narrow },
    { column: 'surname', storage: 'sealed', openness: narrow },
  ]);
});

test('as many classes fit as an answer has bits for, and no more', () => {
  const columns = new SelectionColumns(visible);
  for (let count = 1; count < 30; count++) columns.openness(visible, [`mark_${String(count)}`]);
  expect(() => columns.openness(visible, ['mark_30'])).toThrow('a selection has more than 30 classes of openness');
});

test('what is watched stands as it was asked, what is compared for a version by its column', () => {
  const columns = new SelectionColumns(visible);
  for (const column of ['phone', 'surname', 'born']) {
    columns.watch(column, 0);
    columns.version(column, 0);
  }
  const rows = columns.freeze(model, model);
  expect(rows.watched.map(({ column }) => column)).toEqual(['phone', 'surname', 'born']);
  expect(rows.versioned).toEqual(['born', 'phone', 'surname'].map((column) => ({ column, openness: 0 })));
  expect([rows.model, rows.keyHolder]).toEqual([model, model]);
  expect(
    [rows, rows.classes, rows.columns, rows.watched, rows.versioned, rows.classes[0]].every((each) =>
      Object.isFrozen(each),
    ),
  ).toBe(true);
});

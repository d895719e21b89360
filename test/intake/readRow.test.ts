import { describe, expect, it } from 'vitest';
import { readRow } from '../../src/intake/readRow.js';
import type { Member, PlannedColumn, TypePlan } from '../../src/intake/typePlan.js';
import { copyWriter } from '../../src/store/copyValue.js';
import type { CopyWriter } from '../../src/store/copyValue.js';

function uuidWriter(): CopyWriter {
  const writer = copyWriter('uuid', false);
  if (writer === undefined) throw new Error('no writer');
  return writer;
}

function column(name: string, source: PlannedColumn['source'], path: string): PlannedColumn {
  const unset = { sealed: undefined, target: undefined, hasDefault: false, isRequired: false };
  return { name, source, path, type: 'uuid', writer: uuidWriter(), ...unset };
}

/** Boxes within boxes. */
const boxes: TypePlan = {
  model: {
    name: 'Box',
    kind: 'entity',
    table: 'box',
    key: 'id',
    subject: undefined,
    fields: new Map(),
    restricts: [],
    retain: undefined,
    population: 0,
    indexes: [],
    description: '',
  },
  columns: [column('id', 'key', 'id'), column('box_id', 'reference', 'box')],
  members: new Map<string, Member>([['boxes', { kind: 'list', path: 'boxes', target: 'Box', column: 'box_id' }]]),
  indexes: [],
  person: undefined,
  uniques: [],
  required: [],
  references: [1],
  defaulted: [],
};
const plans = new Map([['Box', boxes]]);

function within(depth: number): object {
  return depth === 0 ? {} : { boxes: [within(depth - 1)] };
}

describe('rows within rows', () => {
  it('are refused beyond the depth that any store has', () => {
    expect(readRow(plans, 'Box', within(6))).toEqual({
      problems: [{ column: 'boxes.boxes.boxes.boxes.boxes.boxes', code: 'TOO_DEEP' }],
    });
  });

  it('point back to the row around them', () => {
    const reading = readRow(plans, 'Box', within(5));
    if (!('draft' in reading)) throw new Error('expected a draft');
    let { draft } = reading;
    for (let depth = 0; depth < 5; depth++) {
      const [child] = draft.children;
      if (child === undefined) throw new Error('expected a row within');
      expect(child.values[1]).toBe(draft.id);
      draft = child;
    }
  });
});

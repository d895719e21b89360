/** By which links a write holds a row: those that it names and no other, alive now, and with no window after their end. */
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/kernel/duration.js';
import { invariant } from '../../src/kernel/invariant.js';
import { Refused } from '../../src/kernel/refusal.js';
import { heldRow } from '../../src/plan/writeGates.js';
import type { FieldModel, ObjectModel } from '../../src/policy/compiled.js';
import type { RowSelection } from '../../src/policy/rowSelection.js';
import { compiled, roleOf } from '../policy/harness.js';

const policy = compiled();
const manager = roleOf(policy, 'MANAGER');

function model(type: string): ObjectModel {
  const found = policy.types.get(type);
  invariant(found, `there is a ${type}`);
  return found;
}

function fieldsOf(type: string, ...paths: readonly string[]): readonly FieldModel[] {
  return paths.map((path) => {
    const field = model(type).fields.get(path);
    invariant(field, `there is a ${type}.${path}`);
    return field;
  });
}

function held(type: string, through: readonly string[], ...paths: readonly string[]): RowSelection {
  return heldRow({ policy, role: manager }, { through }, model(type), fieldsOf(type, ...paths));
}

describe('a row that a write holds', () => {
  it('is held by the reach that the write names, without a window and without an approval', () => {
    const [reach] = manager.reaches.get('Tenant') ?? [];
    const gate = { kind: 'linked', terms: [{ reach, within: parseDuration('PT0S'), approval: false }] };
    expect(reach?.name).toBe('portfolio');
    expect(held('Tenant', ['portfolio', 'lodger'])).toEqual({
      model: model('Tenant'),
      keyHolder: model('Tenant'),
      classes: [{ gate, restrictedBy: [] }],
      columns: [],
      watched: [],
      versioned: [],
    });
  });

  it('opens what the write compares, each column as it is stored, with the key of the person', () => {
    const { columns, keyHolder } = held('Lease', ['portfolio'], 'startedOn', 'building', 'status');
    expect(keyHolder?.name).toBe('Tenant');
    expect(columns).toEqual([
      { column: 'started_on', storage: 'sealed', openness: 0 },
      { column: 'building_id', storage: 'clear', openness: 0 },
      { column: 'status', storage: 'clear', openness: 0 },
    ]);
  });

  it('is anybody’s where it is about no person, and has no key', () => {
    const { classes, keyHolder } = held('Building', []);
    expect([classes, keyHolder]).toEqual([[{ gate: { kind: 'open' }, restrictedBy: [] }], undefined]);
  });

  it.each([
    ['by a reach of another role', 'Tenant', ['lodger']],
    ['by no reach', 'Tenant', []],
    ['by a reach of a type that the role reaches in no way', 'Agreement', ['portfolio']],
  ])('is not held %s', (_title, type, through) => {
    const found = { ...model('Tenant'), name: type };
    expect(() => heldRow({ policy, role: manager }, { through }, found, [])).toThrow(
      new Refused({ code: 'FORBIDDEN', message: `There is no way to ${type}.` }),
    );
  });
});

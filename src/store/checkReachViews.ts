/**
 * No role writes what gives or prolongs its own reach (law 4), behind a view neither: the compiler judges the tables that a
 * @reach names, and a view shows only here which tables it is made of.
 */
import type { CompiledPolicy, ObjectModel, Reach, WriteModel, WriteStep } from '../policy/compiled.js';
import type { StoreProblem } from './storeProblem.js';
import type { ViewReads } from './viewReads.js';

/** Each column that a role writes and that a view reads through which the role reaches; by view and column. */
export function checkReachViews(
  policy: CompiledPolicy,
  views: ReadonlyMap<string, ViewReads>,
): readonly StoreProblem[] {
  const found = new Map<string, StoreProblem>();
  for (const written of writtenColumns(policy)) {
    for (const reach of reachesOf(policy, written.step)) {
      if (views.get(reach.through)?.get(written.table)?.has(written.column) !== true) continue;
      if (isHarmless(written, reach)) continue;
      found.set(`${reach.through} ${written.table}.${written.column}`, problemOf(written, reach));
    }
  }
  return [...found.keys()].toSorted().flatMap((key) => found.get(key) ?? []);
}

interface Written {
  readonly write: WriteModel;
  readonly step: WriteStep;
  readonly table: string;
  readonly column: string;
  readonly isConstant: boolean;
}

function writtenColumns(policy: CompiledPolicy): readonly Written[] {
  return [...policy.writes.values()].flatMap((write) =>
    write.steps.flatMap((step) => {
      const model = policy.types.get(step.type);
      if (model === undefined) return [];
      const columnOf = (path: string): readonly string[] => {
        const field = model.fields.get(path);
        return field?.kind === 'value' || field?.kind === 'relation' ? [field.column] : [];
      };
      const constants = step.constants.flatMap(({ field }) => columnOf(field));
      const given = write.arguments.flatMap(({ fields }) =>
        fields.flatMap(({ writes, sets }) => (writes === step.type ? columnOf(sets) : [])),
      );
      const written = { write, step, table: model.table };
      return [
        ...constants.map((column) => ({ ...written, column, isConstant: true })),
        ...[...given, ...engineColumns(step, model)].map((column) => ({ ...written, column, isConstant: false })),
      ];
    }),
  );
}

/** A new row is new in its keys; a change says when it was made. */
function engineColumns({ kind }: WriteStep, { key, subject }: ObjectModel): readonly string[] {
  return kind === 'CREATE' ? [key, ...(subject === undefined ? [] : [subject.column]), 'created_at'] : ['changed'];
}

function reachesOf(policy: CompiledPolicy, step: WriteStep): readonly Reach[] {
  return step.to.flatMap((role) => [...(policy.roles.get(role)?.reaches.values() ?? [])].flat());
}

/**
 * An END brings an end nearer, and sets the state that says so. A new person is its author's, and a new row may be opened by
 * a view as itself: its person is reached already.
 */
function isHarmless({ step, column, isConstant }: Written, reach: Reach): boolean {
  if (step.kind === 'END') return isConstant || step.shortens.includes(column);
  if (step.kind === 'UPDATE') return false;
  return step.through.length === 0 || (reach.type === step.type && reach.row !== undefined);
}

function problemOf({ write, step, table, column }: Written, reach: Reach): StoreProblem {
  return Object.freeze({
    code: 'REACH_WRITTEN',
    table: reach.through,
    column: undefined,
    message: `the view reads ${table}.${column}, which Mutation.${write.name} lets ${reach.role} ${step.kind === 'CREATE' ? 'create' : 'change'}: its own reach "${reach.name}" on ${reach.type} goes through the view`,
    remedy: `leave ${column} out of the view, or let another role write it`,
  });
}

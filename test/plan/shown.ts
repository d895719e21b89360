/** What a selection plan says, in words: names in place of models and gates, so that a whole plan is a literal of a few lines. */
import type { ChildPlan, LeafPlan, SelectionPlan } from '../../src/plan/requestPlan.js';
import type { Gate } from '../../src/policy/compiled.js';

export interface Shown extends Pick<SelectionPlan, 'isMember' | 'embedded' | 'asksId' | 'asksVersion' | 'fieldCount'> {
  readonly of: string;
  readonly keyOf: string | undefined;
  /** Each as `managed+P1M, counter+PT0S, -discreet`, or `open`. */
  readonly classes: readonly string[];
  /** `surname sealed 1`: storage and class. */
  readonly columns: readonly string[];
  readonly watched: readonly string[];
  readonly versioned: readonly string[];
  /** `phoneLast2 of phone LAST2 1 at phoneLast2`: column and property. */
  readonly leaves: readonly string[];
  /** For `extensions.withheld`: of each leaf. */
  readonly paths: readonly (readonly string[])[];
  readonly children: readonly ShownChild[];
}

export interface ShownChild {
  /** `list leases of Lease by tenant_id`; the type of the list, if there are others in it. */
  readonly child: string;
  readonly property: string;
  readonly openness: number;
  readonly rows: Shown;
}

export function shown({ rows, leaves, children, reading: _reading, ...rest }: SelectionPlan): Shown {
  const classed = ({ column, openness }: { readonly column: string; readonly openness: number }): string =>
    `${column} ${String(openness)}`;
  return {
    ...rest,
    of: rows.model.name,
    keyOf: rows.keyHolder?.name,
    classes: rows.classes.map(({ gate, restrictedBy }) =>
      [...wordsOf(gate), ...restrictedBy.map((column) => `-${column}`)].join(', '),
    ),
    columns: rows.columns.map(({ column, storage, openness }) => `${column} ${storage} ${String(openness)}`),
    watched: rows.watched.map(classed),
    versioned: rows.versioned.map(classed),
    leaves: leaves.map(leafOf),
    paths: leaves.map(({ responsePaths }) => responsePaths.map((path) => path.join('.'))),
    children: children.map(childOf),
  };
}

function wordsOf(gate: Gate): readonly string[] {
  if (gate.kind === 'open') return ['open'];
  return gate.terms.map(({ reach, within, approval }) => `${reach.name}+${within.text}${approval ? ' approved' : ''}`);
}

function leafOf({ grant, field, precision, column, owner, property }: LeafPlan): string {
  const place = owner === undefined ? property : `${property} in ${owner}`;
  return `${grant.name} of ${field.path} ${precision} ${String(column)} at ${place}`;
}

function childOf(child: ChildPlan): ShownChild {
  const { kind, responseKey, property, openness, field, selection } = child;
  const by = child.kind === 'relation' ? `${field.column} ${String(child.column)}` : field.column;
  const among = child.kind === 'list' && child.among !== undefined ? ` among ${child.among.target}` : '';
  return {
    child: `${kind} ${responseKey} of ${field.target} by ${by}${among}`,
    property,
    openness,
    rows: shown(selection),
  };
}

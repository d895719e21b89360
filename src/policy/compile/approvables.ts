/** What persons may approve: the grants that wait for it, by the person, the purpose and the role that would read. */
import type { Approvable, ApprovableRole, Gate, Reach, TypeGrant } from '../compiled.js';
import type { Draft } from '../read/draft.js';

/** Roles that the person of that type holds itself, by its own claim. */
export function approversOf({ types, roles }: Draft, person: string): readonly string[] {
  const own = (types.get(person)?.reaches ?? []).filter(({ use }) => use.args.claim === 'SUBJECT');
  return own.map(({ use }) => use.args.role).filter((role) => roles.get(role)?.use?.args.as === 'DATA_SUBJECT');
}

/** By type of the person. `granted`: what each role reads. */
export function approvablesOf(
  draft: Draft,
  granted: ReadonlyMap<string, ReadonlyMap<string, TypeGrant>>,
): ReadonlyMap<string, readonly Approvable[]> {
  const waiting = [...granted].flatMap(([role, types]) =>
    [...types.values()].flatMap((grant) => waitingOf(draft, role, grant)),
  );
  return new Map(
    [...grouped(waiting, ({ person }) => person)].map(([type, ofPerson]) => {
      const purposes = [...grouped(ofPerson, ({ purpose }) => purpose)];
      return [type, Object.freeze(purposes.map(([purpose, all]) => approvable(type, purpose, all)))];
    }),
  );
}

/** One field that a role reads for a purpose only under the person's approval. */
interface Waiting {
  readonly person: string;
  readonly purpose: string;
  readonly role: string;
  readonly field: ApprovableRole['fields'][number];
  readonly reaches: readonly Reach[];
}

function waitingOf({ types }: Draft, role: string, { type: name, fields }: TypeGrant): readonly Waiting[] {
  const type = types.get(name);
  const person = type?.subject?.type;
  if (type === undefined || person === undefined) return [];
  return [...fields.values()]
    .filter(({ path }) => type.fields.get(path)?.model.kind !== 'embedded')
    .flatMap(({ path, precision, gates }) =>
      [...gates].map(([purpose, gate]): Waiting => {
        const field = Object.freeze({ coordinate: `${name}.${path}`, precision });
        return { person, purpose, role, field, reaches: waitingReaches(gate) };
      }),
    )
    .filter(({ reaches }) => reaches.length > 0);
}

function waitingReaches(gate: Gate): readonly Reach[] {
  return gate.kind === 'open' ? [] : gate.terms.filter(({ approval }) => approval).map(({ reach }) => reach);
}

function approvable(type: string, purpose: string, waiting: readonly Waiting[]): Approvable {
  const roles = [...grouped(waiting, ({ role }) => role)].map(([role, all]): ApprovableRole => {
    const reaches = new Set(all.flatMap((each) => each.reaches));
    const fields = all.map(({ field }) => field).toSorted(byName);
    return Object.freeze({ role, fields: Object.freeze(fields), reaches: Object.freeze([...reaches]) });
  });
  return Object.freeze({ type, purpose, roles: Object.freeze(roles) });
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return new Map([...groups].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

type Field = ApprovableRole['fields'][number];

function byName(left: Field, right: Field): number {
  return `${left.coordinate} ${left.precision}` < `${right.coordinate} ${right.precision}` ? -1 : 1;
}

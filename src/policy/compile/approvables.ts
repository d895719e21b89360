/** What persons may approve: the grants that wait for it, by the person, the purpose and the role that would read. */
import { invariant } from '../../kernel/invariant.js';
import type { Approvable, ApprovableRole, Gate, Reach, TypeGrant } from '../compiled.js';
import { termsOf } from '../gateTerms.js';
import type { Draft, TypeDraft } from '../read/draft.js';
import { fieldOf, typeOf } from './drafted.js';

/** Roles that the person of that type holds itself, by its own claim. */
export function approversOf(draft: Draft, person: string): readonly string[] {
  const own = typeOf(draft, person).reaches.filter(({ use }) => use.args.claim === 'SUBJECT');
  const held = new Set(own.map(({ use }) => use.args.role));
  const persons = [...draft.roles.values()].filter(({ use }) => use?.args.as === 'DATA_SUBJECT');
  return persons.map(({ name }) => name).filter((role) => held.has(role));
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

function waitingOf(draft: Draft, role: string, grant: TypeGrant): readonly Waiting[] {
  const type = typeOf(draft, grant.type);
  return [...grant.fields.values()]
    .filter(({ path }) => fieldOf(type, path).model.kind !== 'embedded')
    .flatMap(({ path, precision, gates }) =>
      [...gates].flatMap(([purpose, gate]): readonly Waiting[] => {
        const reaches = waitingReaches(gate);
        if (reaches.length === 0) return [];
        const field = Object.freeze({ coordinate: `${type.name}.${path}`, precision });
        return [{ person: personOf(type), purpose, role, field, reaches }];
      }),
    );
}

function personOf(type: TypeDraft): string {
  invariant(type.subject?.type !== undefined, `${type.name} has one person`);
  return type.subject.type;
}

function waitingReaches(gate: Gate): readonly Reach[] {
  return termsOf(gate)
    .filter(({ approval }) => approval)
    .map(({ reach }) => reach);
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

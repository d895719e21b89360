/** What is done for each purpose: about whom, with which kinds of data, and who is given them how precisely. */
import type { Precision } from '../../kernel/precision.js';
import type { CompiledPolicy, Gate, GateTerm, Party, RolePolicy } from '../../policy/compiled.js';

export interface Activity {
  readonly purpose: string;
  readonly basis: string;
  /** What the persons are told (Art. 13(1)(c)). */
  readonly text: string;
  /** Types of the persons whom it is about. */
  readonly persons: readonly string[];
  readonly categories: readonly string[];
  readonly readers: readonly Reader[];
  readonly writers: readonly Writer[];
}

/** A role to which data are given for the purpose (Art. 30(1)(d), for those who are recipients). */
export interface Reader {
  readonly role: string;
  readonly party: Party;
  readonly disclosures: readonly Disclosure[];
}

export interface Disclosure {
  readonly category: string;
  /** `Type.path` of each field, with how precisely it is given. */
  readonly fields: readonly { readonly field: string; readonly precision: Precision }[];
  /** Names of the links by which a person is reached, each with how long after its end, as ISO 8601. */
  readonly through: readonly { readonly reach: string; readonly within: string }[];
  /** Whether some of it asks for the person's own approval, or for a fresh authentication. */
  readonly asksApproval: boolean;
  readonly asksStepUp: boolean;
}

export interface Writer {
  readonly role: string;
  readonly mutations: readonly string[];
}

export function activitiesOf(policy: CompiledPolicy): readonly Activity[] {
  return [...policy.purposes.values()].map(({ name, basis, text }) => {
    const readers = [...policy.roles.values()].flatMap((role) => readerOf(policy, role, name));
    const categories = readers.flatMap(({ disclosures }) => disclosures.map(({ category }) => category));
    return {
      purpose: name,
      basis,
      text,
      persons: personsIn(policy, readers),
      categories: unique(categories),
      readers,
      writers: writersFor(policy, name),
    };
  });
}

/** One personal field that a role reads for a purpose. */
interface Given {
  readonly category: string;
  readonly field: string;
  readonly precision: Precision;
  readonly gate: Gate;
  readonly asksStepUp: boolean;
}

function readerOf(policy: CompiledPolicy, role: RolePolicy, purpose: string): readonly Reader[] {
  const given = givenTo(policy, role, purpose);
  if (given.length === 0) return [];
  const disclosures = unique(given.map(({ category }) => category)).flatMap((category) =>
    alikeReached(given.filter((each) => each.category === category)).map((alike) => disclosureOf(category, alike)),
  );
  return [{ role: role.role, party: role.party, disclosures }];
}

/** What comes through the same links together: a counter that shows a name does not show the whole file. */
function alikeReached(given: readonly Given[]): readonly (readonly Given[])[] {
  const groups = new Map<string, Given[]>();
  for (const each of given) {
    const ways = each.gate.kind === 'open' ? '' : unique(each.gate.terms.map(wayOf)).toSorted().join(', ');
    const group = groups.get(ways);
    if (group === undefined) groups.set(ways, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

function wayOf({ reach, within }: GateTerm): string {
  return `${reach.name} ${within.text}`;
}

function givenTo(policy: CompiledPolicy, role: RolePolicy, purpose: string): readonly Given[] {
  return [...role.types.values()].flatMap(({ type, fields }) =>
    [...fields.values()].flatMap(({ path, precision, gates, stepUpFor }): readonly Given[] => {
      const category = policy.types.get(type)?.fields.get(path)?.category;
      const gate = gates.get(purpose);
      if (category === undefined || gate === undefined) return [];
      return [{ category, field: `${type}.${path}`, precision, gate, asksStepUp: stepUpFor.has(purpose) }];
    }),
  );
}

function disclosureOf(category: string, given: readonly Given[]): Disclosure {
  const terms = given.flatMap(({ gate }) => (gate.kind === 'open' ? [] : gate.terms));
  const ways = new Map(terms.map((term) => [wayOf(term), { reach: term.reach.name, within: term.within.text }]));
  return {
    category,
    fields: given.map(({ field, precision }) => ({ field, precision })),
    through: [...ways.values()],
    asksApproval: terms.some(({ approval }) => approval),
    asksStepUp: given.some(({ asksStepUp }) => asksStepUp),
  };
}

function personsIn({ types }: CompiledPolicy, readers: readonly Reader[]): readonly string[] {
  const fields = readers.flatMap(({ disclosures }) => disclosures.flatMap((each) => each.fields));
  const owners = fields.flatMap(({ field }) => {
    const person = types.get(field.slice(0, field.indexOf('.')))?.subject?.type;
    return person === undefined ? [] : [person];
  });
  return unique(owners);
}

function writersFor({ roles, writes }: CompiledPolicy, purpose: string): readonly Writer[] {
  return [...roles.keys()].flatMap((role) => {
    const mutations = [...writes.values()]
      .filter(({ steps }) => steps.some(({ to, purposes }) => to.includes(role) && purposes.includes(purpose)))
      .map(({ name }) => name);
    return mutations.length === 0 ? [] : [{ role, mutations }];
  });
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** What a role may read of each type: the union of its grants, each through its reaches and with its window. */
import { invariant } from '../../kernel/invariant.js';
import { contractName } from '../naming.js';
import type { FieldGrant, Gate, GateTerm, Reach, TypeGrant } from '../compiled.js';
import type { Draft, FieldDraft, TypeDraft } from '../read/draft.js';
import type { Use } from '../read/directives.js';
import { targetsOf } from '../targets.js';
import { fieldOf, typeOf } from './drafted.js';
import { durationOf } from './models.js';
import { covers } from './terms.js';

type Disclosure = Use<'disclose'>['args'];

/** Before it is frozen. */
interface Growing {
  readonly grant: Omit<FieldGrant, 'gates' | 'stepUpFor'>;
  readonly gates: Map<string, Gate>;
  readonly stepUpFor: Set<string>;
}

/** For which purposes, through what, and whether each time freshly authenticated. */
interface Terms {
  readonly purposes: readonly string[];
  readonly gate: Gate;
  readonly stepUp: boolean;
}

/** Every type of which the role reads a field; relations to other types are left out. */
export function grantsOfRole(
  draft: Draft,
  role: string,
  reaches: ReadonlyMap<string, readonly Reach[]>,
): ReadonlyMap<string, TypeGrant> {
  const reachesOn = (type: string): readonly Reach[] => reaches.get(type) ?? [];
  const fields = new Map(
    [...draft.types.values()].map((type) => [type.name, fieldGrants(type, role, reachesOn(type.name))] as const),
  );
  const readable = readableTypes(draft, fields);
  return new Map(
    [...fields].flatMap(([name, grants]): readonly (readonly [string, TypeGrant])[] => {
      const kept = [...grants].filter(([, grant]) => leadsInto(draft, name, grant, readable));
      return kept.length === 0 ? [] : [[name, typeGrant(name, reachesOn(name), new Map(kept))]];
    }),
  );
}

function typeGrant(type: string, reaches: readonly Reach[], fields: ReadonlyMap<string, FieldGrant>): TypeGrant {
  const visible = new Map<string, Gate>();
  for (const { gates } of fields.values()) {
    for (const [purpose, gate] of gates) widen(visible, purpose, gate);
  }
  return Object.freeze({ type, reaches, fields, visible, isVersioned: false });
}

/** The least set of types that hold a value, or a relation into the set: a type of empty relations is no type. */
function readableTypes(
  draft: Draft,
  fields: ReadonlyMap<string, ReadonlyMap<string, FieldGrant>>,
): ReadonlySet<string> {
  const readable = new Set<string>();
  let before: number;
  do {
    before = readable.size;
    for (const [name, grants] of fields) {
      if ([...grants.values()].some((grant) => leadsInto(draft, name, grant, readable))) readable.add(name);
    }
  } while (before !== readable.size);
  return readable;
}

function leadsInto(draft: Draft, type: string, grant: FieldGrant, readable: ReadonlySet<string>): boolean {
  const targets = targetsOf(fieldOf(typeOf(draft, type), grant.path).model);
  return targets?.some((target) => readable.has(target)) ?? true;
}

function fieldGrants(type: TypeDraft, role: string, reaches: readonly Reach[]): ReadonlyMap<string, FieldGrant> {
  const growing = new Map<string, Growing>();
  for (const field of type.fields.values()) {
    for (const disclosure of disclosuresOf(type, field)) {
      if (!disclosure.to.includes(role)) continue;
      const gate = gateOf(type, disclosure, reaches);
      if (gate === undefined) continue;
      const terms = { purposes: disclosure.for, gate, stepUp: disclosure.stepUp };
      grow(growing, sketchOf(type, field, role, disclosure), terms);
    }
  }
  for (const path of type.fields.keys()) growFromMembers(growing, type, path, role);
  return new Map(
    [...growing].map(([name, { grant, gates, stepUpFor }]) => [name, Object.freeze({ ...grant, gates, stepUpFor })]),
  );
}

/** What grants `field`: on an entity also what stands on the type; members shared with a person's type keep theirs. */
export function disclosuresOf(type: TypeDraft, field: FieldDraft): readonly Disclosure[] {
  if (field.model.kind === 'embedded') return [];
  const own = field.disclosures.map(({ args }) => args);
  if (type.kind !== 'entity') return own.filter(({ through }) => through.length > 0);
  return [...type.disclosures.map(({ args }) => args), ...own.filter(({ through }) => through.length === 0)];
}

function gateOf(type: TypeDraft, disclosure: Disclosure, reaches: readonly Reach[]): Gate | undefined {
  if (type.kind === 'entity') return Object.freeze({ kind: 'open' });
  invariant(disclosure.within !== undefined, `a grant of ${type.name} has a window`);
  const within = durationOf(disclosure.within);
  const terms = reaches
    .filter(({ name }) => disclosure.through.includes(name))
    .map((reach): GateTerm => Object.freeze({ reach, within, approval: disclosure.approval }));
  return terms.length === 0 ? undefined : Object.freeze({ kind: 'linked', terms: Object.freeze(terms) });
}

function sketchOf(type: TypeDraft, field: FieldDraft, role: string, disclosure: Disclosure): Growing['grant'] {
  const { path } = field.model;
  const precision = disclosure.as;
  return { name: contractName(path, precision), path, precision, restrictedBy: restrictsOn(type, path, role) };
}

function restrictsOn(type: TypeDraft, path: string, role: string): readonly string[] {
  const columns = type.restricts
    .filter(
      ({ args }) =>
        !args.except.includes(role) && args.fields.some((field) => path === field || path.startsWith(`${field}.`)),
    )
    .map(({ args }) => args.column);
  return Object.freeze([...new Set(columns)]);
}

/** Of two grants of one rung for one purpose the stricter holds: one that asks for a fresh authentication asks for both. */
function grow(growing: Map<string, Growing>, grant: Growing['grant'], { purposes, gate, stepUp }: Terms): void {
  const known = growing.get(grant.name) ?? { grant, gates: new Map<string, Gate>(), stepUpFor: new Set<string>() };
  for (const purpose of purposes) {
    widen(known.gates, purpose, gate);
    if (stepUp) known.stepUpFor.add(purpose);
  }
  growing.set(grant.name, known);
}

/** What has members takes their grants; what opens it opens none of them, so it asks for nothing fresh. */
function growFromMembers(growing: Map<string, Growing>, type: TypeDraft, path: string, role: string): void {
  const members = [...growing.values()].filter(({ grant }) => grant.path.startsWith(`${path}.`));
  const grant = { name: path, path, precision: 'EXACT', restrictedBy: restrictsOn(type, path, role) } as const;
  for (const member of members) {
    for (const [purpose, gate] of member.gates) grow(growing, grant, { purposes: [purpose], gate, stepUp: false });
  }
}

function widen(gates: Map<string, Gate>, purpose: string, gate: Gate): void {
  const before = gates.get(purpose);
  gates.set(purpose, before === undefined ? gate : unionOf([before, gate]));
}

/** The union of gates; a term that several have is kept once, and one that waits for an approval only where none does without. */
function unionOf(gates: readonly Gate[]): Gate {
  const terms = new Map<string, GateTerm>();
  for (const gate of gates) {
    if (gate.kind === 'open') return gate;
    for (const term of gate.terms) terms.set(`${term.reach.id} ${term.within.text} ${String(term.approval)}`, term);
  }
  const all = [...terms.values()];
  const kept = all.filter((term) => !all.some((other) => covers(other, term)));
  return Object.freeze({ kind: 'linked', terms: Object.freeze(kept) });
}

/** One role: what it reads, writes and may ask, and the contract that says so. */
import { invariant } from '../../kernel/invariant.js';
import type {
  Bound,
  MatchModel,
  ObjectModel,
  Reach,
  RequestModel,
  RolePolicy,
  RootModel,
  TypeGrant,
  WriteModel,
} from '../compiled.js';
import type { Use } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { compileAllowance } from './amounts.js';
import { approvablesOf, approversOf } from './approvables.js';
import { answeredRequests } from './requests.js';
import { compileAuthentication } from './authentication.js';
import { printContract } from './contract.js';
import { findInputs } from './contractInputs.js';
import { grantsOfRole } from './grants.js';
import { versionName } from '../naming.js';
import { fieldOf, typeOf } from './drafted.js';
import { exceptionalOf } from './exceptional.js';
import { compileOpenedReach, compileReach } from './models.js';
import { targetsOf } from '../targets.js';

/** What is the same for all roles. */
export interface Store {
  readonly draft: Draft;
  readonly models: ReadonlyMap<string, ObjectModel>;
  readonly roots: ReadonlyMap<string, RootModel>;
  readonly writes: ReadonlyMap<string, WriteModel>;
  readonly matches: ReadonlyMap<string, MatchModel>;
  readonly requests: ReadonlyMap<string, RequestModel>;
}

/** Roles with a bound: one without gets nothing. */
export function compileRoles(store: Store): ReadonlyMap<string, RolePolicy> {
  const sketches = store.draft.bounds.map((bound) => sketchRole(store, bound));
  const granted = new Map(sketches.map(({ policy }) => [policy.role, policy.types]));
  const approvables = [...approvablesOf(store.draft, granted)];
  return new Map(
    sketches.map((sketch) => {
      const { role } = sketch.policy;
      const own = approvables.filter(([person]) => approversOf(store.draft, person).includes(role));
      return [role, finishRole(store, sketch, Object.freeze(own.flatMap(([, each]) => each)))];
    }),
  );
}

/** A role but for its contract, and for what its holder may approve: that is known once all roles are. */
interface RoleSketch {
  readonly policy: Omit<RolePolicy, 'approvables' | 'contract'>;
  readonly roots: readonly RootModel[];
  readonly writes: readonly WriteModel[];
  readonly matches: readonly MatchModel[];
  readonly requests: readonly RequestModel[];
}

function sketchRole(store: Store, bound: Use<'bound'>): RoleSketch {
  const { draft } = store;
  const { role } = bound.args;
  const word = draft.roles.get(role);
  invariant(word?.use, `${role} has a party`);
  const party = word.use.args;
  const reaches = reachesOf(draft, role);
  const granted = grantsOfRole(draft, role, reaches);
  const roots = [...store.roots.values()].filter((root) => isOpen(root, granted));
  const writes = [...store.writes.values()].filter((write) => isFor(write, role));
  const matches = [...store.matches.values()].filter(({ to }) => to.includes(role));
  const requests = [...store.requests.values()].filter(({ to }) => to.includes(role));
  const reached = reachable(draft, granted, [
    ...roots.flatMap(({ members }) => members),
    ...writes.flatMap(payloadTypes),
  ]);
  const types = withVersions(reached, writes);
  const policy = {
    role,
    party: party.as,
    authentication: compileAuthentication(party),
    bound: compileBound(bound),
    purposes: purposesOf(role, types, writes, [...matches, ...requests]),
    types,
    reaches,
    exceptional: exceptionalOf(draft, role),
    roots: roots.map(({ name }) => name),
    writes: writes.map(({ name }) => name),
    matches: matches.map(({ name }) => name),
    requests: requests.map(({ name }) => name),
    answers: answeredRequests(store.requests, party.as, reaches),
  };
  return { policy, roots, writes, matches, requests };
}

function finishRole({ draft }: Store, sketch: RoleSketch, approvables: RolePolicy['approvables']): RolePolicy {
  const { policy, ...asked } = sketch;
  const { role, party, authentication, answers, types: grants } = policy;
  const contract = printContract({ draft, role, party, authentication, approvables, answers, grants, ...asked });
  return Object.freeze({ ...policy, approvables, contract });
}

function reachesOf(draft: Draft, role: string): ReadonlyMap<string, readonly Reach[]> {
  const reaches = new Map<string, readonly Reach[]>();
  for (const type of draft.types.values()) {
    const linked = type.reaches.filter(({ use }) => use.args.role === role).map(compileReach);
    const opened = type.exceptionals.filter(({ args }) => args.role === role);
    const own = [...linked, ...opened.map((use) => compileOpenedReach(type.name, use))];
    if (own.length > 0) reaches.set(type.name, Object.freeze(own));
  }
  return reaches;
}

/** A root is in the contract of a role that reads its type; a FIND with a set to give, an own row with a way to it. */
function isOpen(root: RootModel, granted: ReadonlyMap<string, TypeGrant>): boolean {
  const [grant] = root.members.flatMap((member) => granted.get(member) ?? []);
  if (grant === undefined) return false;
  switch (root.kind) {
    case 'LIST':
      return true;
    case 'FIND':
      return findInputs(root, grant).length > 0;
    case 'NODE':
      return root.takesId || grant.reaches.some(({ claim }) => claim === 'SUBJECT');
  }
}

function isFor({ steps, opens }: WriteModel, role: string): boolean {
  return opens?.to.includes(role) === true || steps.some(({ to }) => to.includes(role));
}

function payloadTypes({ payloadField }: WriteModel): readonly string[] {
  return payloadField === undefined ? [] : [payloadField.type];
}

function reachable(
  draft: Draft,
  granted: ReadonlyMap<string, TypeGrant>,
  from: readonly string[],
): ReadonlyMap<string, TypeGrant> {
  const types = new Map<string, TypeGrant>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const grant = granted.get(name);
    if (grant === undefined || types.has(name)) continue;
    types.set(name, grant);
    const type = typeOf(draft, name);
    for (const { path } of grant.fields.values()) waiting.push(...(targetsOf(fieldOf(type, path).model) ?? []));
  }
  return new Map([...types].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Who writes by what was seen sees a version of it. */
function withVersions(
  types: ReadonlyMap<string, TypeGrant>,
  writes: readonly WriteModel[],
): ReadonlyMap<string, TypeGrant> {
  const versioned = new Set(writes.flatMap(versionedTypes));
  return new Map(
    [...types].map(([name, grant]) => [
      name,
      versioned.has(name) ? Object.freeze({ ...grant, isVersioned: true }) : grant,
    ]),
  );
}

/** A write by a version is of one type: whoever may write it reads it. */
function versionedTypes({ arguments: given }: WriteModel): readonly string[] {
  const inputs = given.flatMap(({ fields }) => fields);
  return inputs.filter(({ sets }) => sets === versionName).map(({ writes }) => writes);
}

function purposesOf(
  role: string,
  types: ReadonlyMap<string, TypeGrant>,
  writes: readonly WriteModel[],
  naming: readonly (MatchModel | RequestModel)[],
): readonly string[] {
  const read = [...types.values()].flatMap(({ visible }) => [...visible.keys()]);
  const written = writes.flatMap(({ steps, opens }) =>
    [...steps, ...(opens === undefined ? [] : [opens])]
      .filter(({ to }) => to.includes(role))
      .flatMap(({ purposes }) => purposes),
  );
  const named = naming.flatMap(({ purposes }) => purposes);
  return Object.freeze([...new Set([...read, ...written, ...named])].toSorted());
}

function compileBound({ args }: Use<'bound'>): Bound {
  return Object.freeze({
    page: args.page,
    cost: args.cost,
    persons: Object.freeze(args.persons.map(compileAllowance)),
    misses: Object.freeze(args.misses.map(compileAllowance)),
  });
}

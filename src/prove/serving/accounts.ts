/**
 * Who asks: for each role the holders whose links stand in most states, so that little is left untried, and a stranger to
 * whom nobody is linked.
 */
import type { When } from '../reading/days.js';
import type { Way } from '../reading/granted.js';
import type { HeldWorld } from '../reading/heldWorld.js';
import { linkState } from '../reading/linkState.js';
import type { StatedPolicy, StatedRole } from '../reading/statedPolicy.js';
import { waysOf } from '../reading/ways.js';
import type { RegisterEntries } from '../../register/entries.js';

export interface ProofAccount {
  readonly role: StatedRole;
  /** By name of the claim; ACCOUNT is always there. */
  readonly claims: Readonly<Record<string, string | undefined>> & { readonly ACCOUNT: string };
  /** Whether anybody is linked to it. */
  readonly isStranger: boolean;
  /** The first of its role: what costs much is asked by it alone. */
  readonly isFirst: boolean;
}

const holdersOfRole = 2;
/** Where accounts stand that claim no organisation. */
export const home = 'prove-home';
export const application = 'prove';

export function accountsOf(policy: StatedPolicy, world: HeldWorld, when: When): readonly ProofAccount[] {
  const places = new Map<string, string>();
  return [...policy.roles.values()]
    .filter(({ bound }) => bound !== undefined)
    .flatMap((role) => accountsOfRole(role, { policy, world, when, places }));
}

interface Choosing {
  readonly policy: StatedPolicy;
  readonly world: HeldWorld;
  readonly when: When;
  /** Organisations of the accounts and units that are chosen already. */
  readonly places: Map<string, string>;
}

function accountsOfRole(role: StatedRole, choosing: Choosing): readonly ProofAccount[] {
  const ways = [...waysOf(choosing.policy, role.name)];
  const claims = [...new Set(ways.map(([, { reach }]) => reach.claim))];
  const chosen = new Map(
    claims.map((claim) => [
      claim,
      holdersOf(
        ways.filter(([, { reach }]) => reach.claim === claim),
        choosing,
      ),
    ]),
  );
  const count = Math.max(1, ...[...chosen.values()].map((values) => values.length));
  const slug = role.name.toLowerCase();
  const holders = Array.from({ length: claims.length === 0 ? 1 : count }, (_, index) =>
    accountWith(
      role,
      `${slug}-${index + 1}`,
      new Map([...chosen].map(([claim, values]) => [claim, values[index % values.length]])),
      choosing,
    ),
  );
  const [first, ...others] = holders;
  if (claims.length === 0 || first === undefined) return holders.map((each) => ({ ...each, isFirst: true }));
  const nobody = new Map(claims.map((claim) => [claim, claim === 'ACCOUNT' ? `${slug}-stranger` : strangerId]));
  return [
    { ...first, isFirst: true },
    ...others,
    { ...accountWith(role, `${slug}-stranger`, nobody, choosing), isStranger: true },
  ];
}

/** No row has it (RFC 9562, section 5.10). */
const strangerId = 'ffffffff-ffff-4fff-bfff-ffffffffffff';

function accountWith(
  role: StatedRole,
  name: string,
  claims: ReadonlyMap<string, string | undefined>,
  { places }: Choosing,
): ProofAccount {
  const account = claims.get('ACCOUNT') ?? name;
  const unit = claims.get('UNIT');
  const wanted = claims.get('ORGANISATION');
  const organisation =
    places.get(`account ${account}`) ?? (unit === undefined ? undefined : places.get(`unit ${unit}`)) ?? wanted ?? home;
  places.set(`account ${account}`, organisation);
  if (unit !== undefined) places.set(`unit ${unit}`, organisation);
  const named = { ...Object.fromEntries(claims), ACCOUNT: account };
  return {
    role,
    isStranger: false,
    isFirst: false,
    claims: wanted === undefined ? named : { ...named, ORGANISATION: organisation },
  };
}

/** Values of a claim, each adding as many states of links as any other can. */
function holdersOf(ways: readonly (readonly [string, Way])[], { world, when }: Choosing): readonly string[] {
  const states = new Map<string, Set<string>>();
  for (const [name, way] of ways) {
    for (const link of world.links.get(way.reach.through) ?? []) {
      const holder = link[way.reach.column];
      if (typeof holder !== 'string') continue;
      states.set(holder, (states.get(holder) ?? new Set<string>()).add(`${name} ${linkState(link, way, when)}`));
    }
  }
  const chosen: string[] = [];
  const seen = new Set<string>();
  const isSubject = ways.some(([, { reach }]) => reach.claim === 'SUBJECT');
  for (let turn = 0; turn < (isSubject ? 2 * holdersOfRole : holdersOfRole); turn++) {
    const left = [...states].filter(([holder]) => !chosen.includes(holder));
    const gain = (each: ReadonlySet<string>): number => [...each].filter((state) => !seen.has(state)).length;
    const [best] = left.toSorted(([, one], [, other]) => gain(other) - gain(one) || other.size - one.size);
    if (best === undefined) break;
    chosen.push(best[0]);
    for (const state of best[1]) seen.add(state);
  }
  return chosen;
}

/** Who answers for the entries. */
export const signatories = { createdBy: 'operator:prove', approvedBy: 'operator:second' } as const;

/** All of them active and approved, in the organisations and units that they claim. */
export function registerOf(accounts: readonly ProofAccount[]): RegisterEntries {
  const organisationOf = ({ claims }: ProofAccount): string => claims['ORGANISATION'] ?? home;
  const organisations = new Set([home, ...accounts.map(organisationOf)]);
  const units = new Map(
    accounts.flatMap((each) =>
      each.claims['UNIT'] === undefined ? [] : [[each.claims['UNIT'], organisationOf(each)]],
    ),
  );
  const registered = accounts.filter(({ role }) => role.party !== 'DATA_SUBJECT');
  const entries = new Map(registered.map((each) => [each.claims.ACCOUNT, each]));
  return {
    organisations: [...organisations].map((id) => ({ id, name: id })),
    units: [...units].map(([id, organisation]) => ({ id, organisation })),
    applications: [{ id: application }],
    accounts: [...entries.values()].map((each) => ({
      id: each.claims.ACCOUNT,
      kind: 'PERSON' as const,
      organisation: organisationOf(each),
      ...(each.claims['UNIT'] === undefined ? {} : { unit: each.claims['UNIT'] }),
    })),
  };
}

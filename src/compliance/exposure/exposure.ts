/**
 * What could be read if it were stolen now: at most so many persons, and of how many each field, in 24 hours and in 30 days. The
 * least of two bounds: the persons whom links reach and those whom exceptional reaches let it open, and those whom the budgets let
 * through (`windowBound.ts` proves it).
 *
 * Assumed: tokens name the organisation and the unit that the register knows; links that are made from now on are not counted
 * (`ceiling` says what the budgets let through whatever links are made), nor are persons whom the thief registers itself.
 */
import type { Clock } from '../../kernel/clock.js';
import type { CompiledPolicy, RolePolicy } from '../../policy/compiled.js';
import type { Database } from '../../store/database.js';
import type { ColumnTypes } from '../../store/read/linkSql.js';
import type { ClaimValues } from '../../store/read/reachedPersonsSql.js';
import { readTimes } from '../../store/read/readTimes.js';
import type { DisclosedField } from '../coordinates.js';
import type { StandingAllowance } from './budgetBound.js';
import { HolderBudgets } from './budgetBound.js';
import type { Holdings } from './heldFields.js';
import { holdingsOf } from './heldFields.js';
import type { Holder } from './holders.js';
import { allOrganisations, organisationHolder } from './holders.js';
import type { Openable } from './openable.js';
import { openableWithin, sumOfOpenable } from './openable.js';
import { countReachable } from './reachable.js';
import type { Reachable } from './reachable.js';

export interface ExposureSources {
  readonly policy: CompiledPolicy;
  readonly database: Database;
  readonly types: ColumnTypes;
  /** Of the links; budgets go by the database's. */
  readonly clock: Clock;
}

/** Null stands for what nothing bounds. */
export interface StretchExposure {
  readonly hours: number;
  /** The bound. */
  readonly persons: number;
  readonly reachable: number;
  /** Persons who could be opened for a reason beside them, by exceptional reach: `Type.name`. */
  readonly openable: Openable;
  readonly budget: number | null;
  /** What the budgets let through whatever links are made. */
  readonly ceiling: number | null;
  /** Persons × fields. */
  readonly values: number;
  readonly fields: readonly (DisclosedField & { readonly persons: number })[];
}

export interface RoleExposure {
  readonly role: string;
  readonly stretches: readonly StretchExposure[];
  readonly allowances: readonly StandingAllowance[];
}

/** A day and a month of thirty days. */
const stretchHours = [24, 720] as const;

const hourSeconds = 3600;

/** Of an account, or of all accounts of an organisation together, in one role. */
export async function holderExposure(
  sources: ExposureSources,
  role: RolePolicy,
  holder: Holder,
): Promise<RoleExposure> {
  const holdings = holdingsOf(sources.policy, role);
  const stretches: StretchExposure[] = [];
  let allowances: readonly StandingAllowance[] = [];
  for (const hours of stretchHours) {
    const reachable = await reachableWithin(sources, holdings, claimsOf(holder), hours);
    const budgets = await HolderBudgets.read(sources.database, role, holder, hours * hourSeconds);
    allowances = budgets.standing();
    const bounds = { budget: budgets.bound(reachable.persons), ceiling: budgets.bound(undefined) };
    const openable = await openableWithin(sources.database, role, holder, hours * hourSeconds);
    stretches.push(stretchOf(hours, holdings, { reachable, openable }, bounds));
  }
  return { role: role.role, stretches, allowances };
}

/** Of everybody who may hold the role, all organisations together. */
export async function roleExposure(sources: ExposureSources, role: RolePolicy): Promise<RoleExposure> {
  const holdings = holdingsOf(sources.policy, role);
  const everybody = { ACCOUNT: 'ANY', UNIT: 'ANY', ORGANISATION: 'ANY', SUBJECT: 'ANY' } as const;
  const organisations = role.authentication.isRegistered ? await organisationExposures(sources, role) : undefined;
  const stretches: StretchExposure[] = [];
  for (const [index, hours] of stretchHours.entries()) {
    const reachable = await reachableWithin(sources, holdings, everybody, hours);
    const each = organisations?.map((exposure) => exposure.stretches[index]);
    const sum = (of: (stretch: StretchExposure) => number | null): number =>
      each?.reduce((total, stretch) => total + (stretch === undefined ? 0 : (of(stretch) ?? Infinity)), 0) ?? Infinity;
    const bounds = { budget: sum(({ persons }) => persons), ceiling: sum(({ ceiling }) => ceiling) };
    const openable = sumOfOpenable((each ?? []).map((stretch) => stretch?.openable ?? {}));
    stretches.push(stretchOf(hours, holdings, { reachable, openable }, bounds));
  }
  return { role: role.role, stretches, allowances: [] };
}

async function organisationExposures(sources: ExposureSources, role: RolePolicy): Promise<readonly RoleExposure[]> {
  const exposures: RoleExposure[] = [];
  for (const id of await allOrganisations(sources.database)) {
    const holder = await organisationHolder(sources.database, id);
    if (holder !== undefined) exposures.push(await holderExposure(sources, role, holder));
  }
  return exposures;
}

function reachableWithin(
  { policy, database, types, clock }: ExposureSources,
  holdings: Holdings,
  claims: ClaimValues,
  hours: number,
): Promise<Reachable> {
  const now = clock.now();
  const stretch = {
    from: readTimes(now, policy.zones),
    until: readTimes(now + hours * hourSeconds * 1000, policy.zones),
  };
  return countReachable({ database, types }, holdings, claims, stretch);
}

/** Which person a token is about stands in the token alone: it may be anybody. */
function claimsOf({ accounts, units, organisation, absorbed }: Holder): ClaimValues {
  return {
    ACCOUNT: accounts.map(({ id }) => id),
    UNIT: units,
    ORGANISATION: organisation === undefined ? [] : [organisation, ...absorbed],
    SUBJECT: 'ANY',
  };
}

function stretchOf(
  hours: number,
  { fields }: Holdings,
  { reachable, openable }: { readonly reachable: Reachable; readonly openable: Openable },
  { budget, ceiling }: { readonly budget: number; readonly ceiling: number },
): StretchExposure {
  const opened = (names: readonly string[]): number => names.reduce((sum, name) => sum + (openable[name] ?? 0), 0);
  const persons = Math.min(reachable.persons + opened(Object.keys(openable)), budget);
  const held = fields
    .map(({ terms, openedBy, ...field }) => ({
      ...field,
      persons: Math.min(persons, reachable.through(terms) + opened(openedBy)),
    }))
    .filter((field) => field.persons > 0)
    .toSorted((one, other) =>
      `${one.coordinate}:${one.precision}` < `${other.coordinate}:${other.precision}` ? -1 : 1,
    );
  return {
    hours,
    persons,
    reachable: reachable.persons,
    openable,
    budget: finite(budget),
    ceiling: finite(ceiling),
    // What is confirmed to who knows it already is no value that leaves.
    values: held.reduce((sum, field) => sum + (field.precision === 'MATCH' ? 0 : field.persons), 0),
    fields: held,
  };
}

function finite(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

/** What came of a strategy: the thief's own account of it, held against the ledger, the reach and the bound that was given before. */
import type { Exposure } from './exposure.js';
import type { Loot } from './loot.js';
import type { Strategy } from './strategies/strategy.js';
import type { Thief } from './thief.js';
import type { World } from './world.js';

export interface Outcome {
  readonly strategy: Strategy;
  readonly exposure: Exposure;
  readonly persons: number;
  readonly outside: number;
  /** Received, and not in the ledger as this account's. */
  readonly unrecorded: number;
  /** Fields of persons received that the ledger doesn't say of them. */
  readonly unrecordedFields: number;
  /** Of the person of whom most was received. */
  readonly fields: number;
  readonly requests: number;
  /** Attack time. */
  readonly seconds: number;
  readonly suspendedAfterSeconds: number | null;
  /** By code. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly honestErrors: number;
  readonly curve: Loot['curve'];
  readonly startedAt: number;
}

export interface Ended {
  readonly strategy: Strategy;
  readonly thief: Thief;
  readonly exposure: Exposure;
  readonly endedAt: number;
}

export async function outcomeOf(world: World, { strategy, thief, exposure, endedAt }: Ended): Promise<Outcome> {
  const recorded = await recordedFor(world, thief, endedAt);
  const { persons, outside, curve } = thief.loot;
  const received = [...persons];
  const { startedAt } = thief;
  return {
    strategy,
    exposure,
    persons: persons.size,
    outside: outside.size,
    unrecorded: received.filter(([person]) => !recorded.has(person)).length,
    unrecordedFields: received.reduce(
      (sum, [person, { fields }]) => sum + missingFields(fields, recorded.get(person)),
      0,
    ),
    fields: Math.max(0, ...received.map(([, { fields }]) => fields.size)),
    requests: thief.requests,
    seconds: (endedAt - startedAt) / 1_000,
    suspendedAfterSeconds: thief.cutOffAfterSeconds,
    refusals: thief.refusals,
    honestErrors: world.honest.errors.filter(({ at }) => at >= startedAt && at <= endedAt).length,
    curve,
    startedAt,
  };
}

/** Every promise of the replay. */
export function isKept({ persons, outside, unrecorded, unrecordedFields, honestErrors, exposure }: Outcome): boolean {
  return outside === 0 && unrecorded === 0 && unrecordedFields === 0 && honestErrors === 0 && persons <= exposure.bound;
}

/** By person, the names under which the contract gives what the ledger says was disclosed. */
async function recordedFor(
  { site }: World,
  { accounts, startedAt }: Thief,
  endedAt: number,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await site.sql<{
    persons: readonly string[];
    shapes: readonly (readonly string[])[];
    shape_of: readonly number[] | null;
  }>(
    `SELECT persons::text[], shapes, shape_of FROM cloison.ledger_entry
      WHERE kind IN ('READ', 'WRITE') AND account = ANY ($1) AND at BETWEEN $2 AND $3`,
    // A database whose clock was set back has dated its entries before.
    [
      accounts.map(({ id }) => id),
      new Date(startedAt - 40 * 86_400_000).toISOString(),
      new Date(endedAt + 1_000).toISOString(),
    ],
  );
  const recorded = new Map<string, Set<string>>();
  for (const { persons, shapes, shape_of: shapeOf } of rows) {
    const names = shapes.map((shape) => shape.map(fieldName));
    persons.forEach((person, index) => {
      const known = recorded.get(person) ?? new Set<string>();
      recorded.set(person, known);
      for (const name of names[shapeOf?.[index] ?? 0] ?? []) known.add(name);
    });
  }
  return recorded;
}

/** `JobSeeker.birthDate:AGE_BAND` is `birthDateAgeBand` in the contract. */
function fieldName(coordinate: string): string {
  const [path = '', precision] = coordinate.split('.').slice(1).join('.').split(':');
  if (precision === undefined) return path;
  return (
    path +
    precision
      .toLowerCase()
      .split('_')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('')
  );
}

function missingFields(received: ReadonlySet<string>, recorded: ReadonlySet<string> | undefined): number {
  return recorded === undefined ? 0 : [...received].filter((field) => !recorded.has(field)).length;
}

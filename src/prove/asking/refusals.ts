/** Asks what must be refused, each by itself: a refusal takes the whole operation. The code is known before anything is read. */
import { accessPaths } from './accessPaths.js';
import type { AccessPath } from './accessPaths.js';
import type { Asking } from './asker.js';
import { ask, servedOf } from './asker.js';
import type { CallerReading } from '../reading/callerReading.js';
import { everyRung } from '../reading/granted.js';
import type { RungOfField } from '../reading/granted.js';
import type { Freshness } from '../serving/desk.js';

export async function askRefusals(asking: Asking): Promise<void> {
  await askForeignRungs(asking);
  await askUngrantedPurposes(asking);
  await askWithoutFreshness(asking);
  await askWithoutStrength(asking);
}

/** Every rung of every field that this role is not granted for this purpose. */
async function askForeignRungs(asking: Asking): Promise<void> {
  const { reading } = asking;
  const others = readingsForOtherPurposes(asking);
  for (const rung of everyRung(reading.policy)) {
    if (isGranted(reading, rung)) continue;
    const elsewhere = others.find((other) => isGranted(other, rung));
    const query = queryOf(rung, elsewhere ?? reading);
    if (query === undefined) continue;
    const expected = elsewhere === undefined ? 'GRAPHQL_VALIDATION_FAILED' : 'FIELD_NOT_FOR_PURPOSE';
    await expectRefusal(asking, { coordinate: `${rung.type.name}.${rung.name}`, query, code: expected });
  }
}

function isGranted(reading: CallerReading, { type, name }: RungOfField): boolean {
  return reading.granted(type.name).some((granted) => granted.name === name);
}

function readingsForOtherPurposes({ reading }: Asking): readonly CallerReading[] {
  const { policy, asker } = reading;
  return policy.purposes
    .filter((purpose) => purpose !== asker.purpose)
    .map((purpose) => reading.as({ ...asker, purpose }));
}

/** By a way that the role has to rows of the type; undefined where it has none and no root of that type could be tried. */
export function queryOf({ type, field, name }: RungOfField, reading: CallerReading): string | undefined {
  const [path] =
    accessPaths(reading).get(type.name) ??
    reading.policy.roots
      .filter((root) => root.type === type.name && root.kind !== 'FIND')
      .map((root): AccessPath => ({ root, along: [] }));
  if (path === undefined) return undefined;
  const [owner = '', member] = name.split('.');
  const leaf = member === undefined ? owner : `${owner} { ${member} }`;
  const selection =
    field.kind === 'value'
      ? leaf
      : field.kind === 'relation'
        ? `${leaf} { __typename }`
        : `${leaf}(first: 1) { nodes { __typename } }`;
  return queryAlong(path, `... on ${type.name} { ${selection} }`);
}

/** Each row by its type, for it may be one of an interface or a union. */
function queryAlong({ root, along }: AccessPath, selection: string): string {
  const below = along.reduceRight((inner, { granted: { name, field } }, index) => {
    const from = along[index - 1]?.to ?? root.type;
    const leaf = field.kind === 'list' ? `${name}(first: 1) { nodes { ${inner} } }` : `${name} { ${inner} }`;
    return `... on ${from} { ${leaf} }`;
  }, selection);
  if (root.kind === 'LIST') return `{ ${root.name}(first: 1) { nodes { ${below} } } }`;
  // A fragment: the root may be of an interface or a union.
  const row = `... on ${root.type} { ${below} }`;
  return root.takesId ? `{ ${root.name}(id: "AAAAAAAAAAAAAAAAAAAAAA") { ${row} } }` : `{ ${root.name} { ${below} } }`;
}

/** A purpose of the store for which the role has nothing, though the token's scope covers all of them. */
async function askUngrantedPurposes(asking: Asking): Promise<void> {
  const { reading } = asking;
  for (const other of readingsForOtherPurposes(asking)) {
    const { role, purpose } = other.asker;
    const reads = [...reading.policy.types.keys()].some((type) => other.granted(type).length > 0);
    const writes = reading.policy.writes.some(({ to, purposes }) => to.includes(role) && purposes.includes(purpose));
    if (!reads && !writes) await expectRefusal({ ...asking, reading: other }, { ...me, code: 'PURPOSE_UNKNOWN' });
  }
}

/** What asks for a fresh authentication, by a session that is older. */
async function askWithoutFreshness(asking: Asking): Promise<void> {
  const { reading } = asking;
  for (const [type, [path]] of accessPaths(reading)) {
    for (const { stepUp, name, field } of reading.granted(type)) {
      const query = stepUp ? queryOf({ type: reading.typeOf(type), field, name, precision: '' }, reading) : undefined;
      if (query !== undefined && path !== undefined)
        await expectRefusal(asking, {
          coordinate: `${type}.${name}`,
          query,
          code: 'AUTHENTICATION_INSUFFICIENT',
          freshness: 'OLD',
        });
    }
  }
}

async function askWithoutStrength(asking: Asking): Promise<void> {
  const { acr, maxAge } = asking.account.role;
  const code = 'AUTHENTICATION_INSUFFICIENT';
  if (maxAge !== undefined) await expectRefusal(asking, { ...me, code, freshness: 'STALE' });
  if (acr.length > 0) await expectRefusal(asking, { ...me, code, freshness: 'WEAK' });
}

/** What anybody may ask. */
const me = { coordinate: 'Query.me', query: '{ me { role } }' };

interface Expected {
  readonly coordinate: string;
  readonly query: string;
  readonly code: string;
  readonly freshness?: Freshness;
}

async function expectRefusal(
  asking: Asking,
  { coordinate, query, code, freshness = 'FRESH' }: Expected,
): Promise<void> {
  const { role, purpose } = asking.reading.asker;
  const reply = await ask(asking, query, freshness);
  asking.tally.add(
    { kind: 'REFUSAL', role, purpose, coordinate, state: freshness },
    `REFUSED ${code}`,
    servedOf(reply),
  );
}

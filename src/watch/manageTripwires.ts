/** Setting tripwires and taking them away: an operator's change, each an EVENT of the ledger. */
import { refuse } from '../kernel/refusal.js';
import type { Uuid } from '../kernel/uuid.js';
import type { AppendedEntry } from '../ledger/appendStatement.js';
import type { Ledger } from '../ledger/ledger.js';
import type { CompiledPolicy, ObjectModel } from '../policy/compiled.js';
import type { Actor } from '../register/actor.js';
import type { Database } from '../store/database.js';
import { identifier } from '../store/read/identifier.js';
import type { Session } from '../store/session.js';
import type { TripwireToken } from './sql/tripwireRows.js';
import { deleteTripwire, insertToken, insertTripwire } from './sql/tripwireRows.js';

/** A token of so many bits is nobody else's. */
const sureBits = 128;

export interface TripwireOrder {
  readonly policy: CompiledPolicy;
  readonly type: string;
  readonly person: Uuid;
  readonly actor: Actor;
}

/**
 * Gives how many indexes it listens on. Throws Refused ARGUMENT_INVALID for a type without persons, a row that is not there, has no
 * index or is reached by anybody; REGISTER_CONFLICT for one that is a tripwire.
 */
export async function addTripwire(database: Database, ledger: Ledger, order: TripwireOrder): Promise<number> {
  const { policy, type, person, actor } = order;
  const model = policy.types.get(type);
  if (model?.kind !== 'subject') throw refuse('ARGUMENT_INVALID', `${type} is no type of persons.`);
  return database.transaction(async (session) => {
    const tokens = await tokensOf(session, model, person);
    await requireNobodyReaches(session, order);
    if (!(await insertTripwire(session, { person, type, actor })))
      throw refuse('REGISTER_CONFLICT', 'That person is a tripwire already.');
    for (const token of tokens) await insertToken(session, token);
    await ledger.appendIn(session, [eventOf(actor, 'TRIPWIRE_ADDED', person)]);
    return tokens.length;
  });
}

/** Throws Refused NOT_REGISTERED when there is none. */
export async function removeTripwire(
  database: Database,
  ledger: Ledger,
  { person, actor }: Pick<TripwireOrder, 'person' | 'actor'>,
): Promise<void> {
  await database.transaction(async (session) => {
    if (!(await deleteTripwire(session, person))) throw refuse('NOT_REGISTERED', 'That person is no tripwire.');
    await ledger.appendIn(session, [eventOf(actor, 'TRIPWIRE_REMOVED', person)]);
  });
}

async function tokensOf(session: Session, model: ObjectModel, person: Uuid): Promise<readonly TripwireToken[]> {
  const columns = ['key', ...model.indexes.map(({ column }) => column)];
  const selected = columns.map(
    (column, index) => `${index === 0 ? identifier(model.key) : identifier(column)} AS "c${String(index)}"`,
  );
  const [row] = await session.read({
    name: '',
    text: `SELECT ${selected.join(', ')} FROM ${identifier(model.table)} WHERE ${identifier(model.key)} = $1::uuid`,
    values: [person],
  });
  if (row === undefined) throw refuse('ARGUMENT_INVALID', `There is no ${model.name} with that key.`);
  const tokens = model.indexes.flatMap(({ column, bits }, index) => {
    const token = row[`c${String(index + 1)}`];
    return Buffer.isBuffer(token)
      ? [{ person, index: `${model.table}.${column}`, token, isSure: bits >= sureBits }]
      : [];
  });
  if (tokens.length === 0) throw refuse('ARGUMENT_INVALID', 'No blind index finds that person: nobody could touch it.');
  return tokens;
}

/** Whoever is reached is read in good faith. */
async function requireNobodyReaches(session: Session, { policy, type, person }: TripwireOrder): Promise<void> {
  const reaches = [...policy.roles.values()].flatMap((role) => role.reaches.get(type) ?? []);
  const links = new Set(
    reaches
      .filter(({ claim }) => claim !== 'SUBJECT')
      .map(({ through, subject }) => `${identifier(through)} x WHERE x.${identifier(subject)}`),
  );
  for (const link of links) {
    const [row] = await session.read({
      name: '',
      text: `SELECT EXISTS (SELECT FROM ${link} = $1::uuid) AS "isReached"`,
      values: [person],
    });
    if (row?.['isReached'] === true)
      throw refuse('ARGUMENT_INVALID', 'Somebody has a link to that person: a tripwire is out of reach of everybody.');
  }
}

function eventOf(actor: Actor, event: string, tripwire: string): AppendedEntry {
  return { head: { kind: 'EVENT', actor, detail: { event, tripwire } }, persons: [], shapes: [], shapeOf: undefined };
}

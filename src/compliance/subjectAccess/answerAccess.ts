/**
 * A person's file, made: confirmed by a second operator and in the ledger before anything is opened, and given back only as what will
 * be written.
 */
import type { CorridorRooms } from '../../disclosure/disclosureContext.js';
import { isPersonHeld, openPerson } from '../../disclosure/openPerson.js';
import type { RecipientKey } from '../../jws/sealedFile.js';
import { sealTo } from '../../jws/sealedFile.js';
import { refuse } from '../../kernel/refusal.js';
import type { Uuid } from '../../kernel/uuid.js';
import { recordEvent } from '../../persons/recordEvent.js';
import { servedOf } from '../../persons/served.js';
import type { Actor } from '../../register/actor.js';
import type { AccessRequest } from './accessRequests.js';
import { confirmAccess, proposeAccess } from './accessRequests.js';
import { accessLetter } from './accessLetter.js';
import { accessReport } from './accessReport.js';

type AnsweringRooms = Pick<CorridorRooms, 'policy' | 'database' | 'vault' | 'openers' | 'clock'>;

export interface AskedAccess {
  /** GraphQL type of the person. */
  readonly type: string;
  readonly person: Uuid;
  /** Undefined: it stays plain. */
  readonly reader: RecipientKey | undefined;
  readonly actor: Actor;
}

export interface AccessAnswer {
  /** A compact JWE, or JSON. */
  readonly text: string;
  readonly records: number;
  readonly recipients: number;
}

/** The first operator's part; nothing is opened. Throws Refused NOT_REGISTERED when the store holds no such person. */
export async function askAccess(rooms: AnsweringRooms, asked: AskedAccess, identityChecked: string): Promise<void> {
  await requireHeld(rooms, asked);
  await rooms.database.transaction(async (session) => {
    await proposeAccess(session, requestOf(asked), asked.actor, identityChecked);
    await recordEvent(session, {
      by: { actor: asked.actor },
      event: 'SUBJECT_ACCESS_PROPOSED',
      persons: [asked.person],
      shape: [],
      detail: { sealed: asked.reader !== undefined },
    });
  });
}

/** The second operator's. Throws Refused NOT_REGISTERED or SECOND_PERSON_NEEDED; Failure SEAL_BROKEN. */
export async function answerAccess(rooms: AnsweringRooms, asked: AskedAccess): Promise<AccessAnswer> {
  const { policy, database, clock } = rooms;
  const { type, person, reader, actor } = asked;
  await requireHeld(rooms, asked);
  await database.transaction(async (session) => {
    const request = await confirmAccess(session, requestOf(asked), actor);
    await recordEvent(session, {
      by: { actor, policy: policy.digest.slice(0, 16) },
      event: 'SUBJECT_ACCESS',
      persons: [person],
      shape: coordinatesOf(rooms, type),
      detail: { request, sealed: reader !== undefined },
    });
  });
  const [data, served] = [await openPerson(rooms, type, person), await servedOf(database, person)];
  const at = new Date(clock.now()).toISOString();
  const report = accessReport(policy, { at, type, data, served });
  const letter = { fr: accessLetter(report, 'fr'), en: accessLetter(report, 'en') };
  const json = `${JSON.stringify({ ...report, letter }, undefined, 2)}\n`;
  const text = reader === undefined ? json : await sealTo(reader, Buffer.from(json, 'utf8'), 'application/json');
  return { text, records: data.length, recipients: report.recipients.length };
}

async function requireHeld(rooms: AnsweringRooms, { type, person }: AskedAccess): Promise<void> {
  if (await isPersonHeld(rooms, type, person)) return;
  throw refuse('NOT_REGISTERED', 'The store holds no such person, or has erased it.');
}

function requestOf({ type, person, reader }: AskedAccess): AccessRequest {
  return { type, person, sealedTo: reader?.thumbprint };
}

/** All fields of the person and of its records: which of them hold something is not known before they are opened. */
function coordinatesOf({ policy }: AnsweringRooms, type: string): readonly string[] {
  return [...policy.types.values()]
    .filter(({ subject }) => subject?.type === type)
    .flatMap(({ name, fields }) =>
      [...fields.values()]
        .filter(({ kind }) => kind === 'value' || kind === 'relation')
        .map(({ path }) => `${name}.${path}`),
    )
    .toSorted();
}

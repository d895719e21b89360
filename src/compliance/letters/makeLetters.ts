/** From a breach file to sealed files for the mailer: checked against the ledger, ordered by two, recorded, opened, sealed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorridorRooms } from '../../disclosure/disclosureContext.js';
import { openForPersons } from '../../disclosure/openForPersons.js';
import type { RecipientKey } from '../../jws/sealedFile.js';
import { sealTo } from '../../jws/sealedFile.js';
import { Failure } from '../../kernel/failure.js';
import type { Actor } from '../../register/actor.js';
import type { BreachTools } from '../breach/breachFolder.js';
import { fileDigest, personsName, recordName } from '../breach/breachFolder.js';
import type { BreachSources } from '../breach/breachRecord.js';
import { isVerified, verifyBreach } from '../breach/verifyBreach.js';
import type { LetterFields } from './letterFields.js';
import { mailMergeHead, mailMergeLine } from './mailMerge.js';
import type { OrderOutcome } from './orderLetters.js';
import { orderLetters } from './orderLetters.js';
import type { WrittenPerson } from './readPersons.js';
import { readPersons } from './readPersons.js';

export interface LettersRequest {
  /** Of the breach file. */
  readonly folder: string;
  readonly out: string;
  readonly actor: Actor;
  readonly fields: LetterFields;
  readonly mailer: RecipientKey;
}

export interface Letters {
  readonly outcome: OrderOutcome;
  readonly persons: number;
  /** Who was erased since has nobody to write to. */
  readonly erased: number;
  readonly files: readonly string[];
}

export type LetterRooms = BreachSources & Pick<CorridorRooms, 'vault' | 'openers'>;

/** Of one sealed file: a few megabytes. */
const personsOfFile = 10_000;
const personsAtOnce = 500;

/** @throws Refused SECOND_PERSON_NEEDED; Failure USAGE for a folder that is not what the ledger says. */
export async function makeLetters(rooms: LetterRooms, tools: BreachTools, request: LettersRequest): Promise<Letters> {
  const { folder, actor, fields, mailer } = request;
  await requireVerified(rooms, tools, folder);
  const persons = await readPersons(join(folder, personsName));
  const outcome = await orderLetters(rooms.database, actor, {
    file: (await fileDigest(join(folder, recordName), tools)) ?? '',
    type: fields.model.name,
    fields: fields.fields.map(({ path }) => path),
    mailer: mailer.thumbprint,
    persons: persons.map(({ person }) => person),
  });
  if (outcome === 'PROPOSED') return { outcome, persons: persons.length, erased: 0, files: [] };
  return { outcome, ...(await sealAll(rooms, request, persons)) };
}

async function sealAll(
  rooms: LetterRooms,
  { out, fields, mailer }: LettersRequest,
  persons: readonly WrittenPerson[],
): Promise<Omit<Letters, 'outcome'>> {
  await mkdir(out, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  let written = 0;
  for (let from = 0; from < persons.length; from += personsOfFile) {
    const { bytes, count } = await mergeFile(rooms, fields, persons.slice(from, from + personsOfFile));
    const sealed = await sealTo(mailer, bytes, 'text/csv');
    bytes.fill(0);
    const name = `letters-${String(files.length + 1).padStart(4, '0')}.csv.jwe`;
    await writeFile(join(out, name), sealed, { mode: 0o600, flag: 'wx' });
    files.push(name);
    written += count;
  }
  return { persons: written, erased: persons.length - written, files };
}

async function mergeFile(
  rooms: LetterRooms,
  { model, fields }: LetterFields,
  persons: readonly WrittenPerson[],
): Promise<{ readonly bytes: Buffer; readonly count: number }> {
  const lines = [mailMergeHead(fields.map(({ path }) => path))];
  for (let from = 0; from < persons.length; from += personsAtOnce) {
    const some = persons.slice(from, from + personsAtOnce);
    const opened = await openForPersons(
      rooms,
      model,
      fields,
      some.map(({ person }) => person),
    );
    for (const person of some) {
      const values = opened.get(person.person);
      if (values !== undefined) lines.push(mailMergeLine(values, person));
    }
  }
  return { bytes: Buffer.from(lines.join('')), count: lines.length - 1 };
}

async function requireVerified(sources: BreachSources, tools: BreachTools, folder: string): Promise<void> {
  if (isVerified(await verifyBreach(sources, tools, folder))) return;
  throw new Failure('USAGE', `${folder} is not what the ledger says: look at it with cloison breach verify ${folder}`);
}

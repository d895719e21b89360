/**
 * What of an entry becomes the tree's leaves: one for each person, one for an entry that names nobody. Each has a salt of its own,
 * derived from the entry's, so that who is shown one leaf can neither read nor try out the others.
 */
import { canonicalBytes } from '../kernel/canonical.js';
import { sha256 } from '../vault/digest.js';
import { leafHash } from './merkleTree.js';
import { arrayMembers } from './storedEntry.js';
import type { StoredEntry } from './storedEntry.js';

/** What all leaves of an entry say: it names no person. */
export type EntryHeadFields = Omit<StoredEntry, 'persons' | 'shapes' | 'shape_of' | 'detail' | 'salt'> & {
  /** Salted SHA-256 over what is shown to nobody else: all shapes, whose they are, the detail. In hexadecimal. */
  readonly rest: string;
};

/** What one leaf says of its person; null when the entry names nobody. */
export interface LeafFields {
  readonly person: string | null;
  /** Coordinates with their precision, as JSON. */
  readonly shape: string;
  /** Among the persons of the entry, from 0. */
  readonly place: number;
  readonly count: number;
  /** In hexadecimal. */
  readonly salt: string;
}

type FieldsOfAll = Omit<EntryHeadFields, 'rest'>;

const noShape = '[]';
const leafTag = 'cloison leaf 1';
const leafPrefix = Buffer.of(0);
const noSalt = Buffer.alloc(32);
/** Two numbers of 32 bits at the end. */
const placeBytes = 8;
/** Behind the prefix, the tag and a length; then another hash and two lengths on. */
const saltAtByte = 1 + 4 + leafTag.length + 4;
const personAtByte = saltAtByte + 32 + 4 + 32 + 4;

export function headFields(entry: StoredEntry): EntryHeadFields {
  const { persons: _p, shapes: _s, shape_of: _o, detail: _d, salt: _x, ...head } = entry;
  return { ...head, rest: restOf(entry).toString('hex') };
}

/** The hash that stands in each leaf for the fields of its entry. */
export function headHash(head: EntryHeadFields): Buffer {
  return hashOfAll(head, Buffer.from(head.rest, 'hex'));
}

export function leafFields(entry: StoredEntry): readonly LeafFields[] {
  const saltAt = saltsOf(entry);
  return personsOf(entry).map(({ person, shape, place, count }) => ({
    person,
    shape,
    place,
    count,
    salt: saltAt(place).toString('hex'),
  }));
}

/** The hash of the leaf of `fields` in an entry of {@link headHash} `head`. */
export function hashOfLeaf(head: Buffer, fields: LeafFields): Buffer {
  return leafHash(leafContent(head, fields, Buffer.from(fields.salt, 'hex')));
}

/** The hashes of all leaves of an entry, in the order of its persons. */
export function leafHashes(entry: StoredEntry): readonly Buffer[] {
  return [...eachLeafHash(entry)];
}

/** {@link leafHashes}, each when it is asked for: an entry may name a hundred thousand persons. */
export function* eachLeafHash(entry: StoredEntry): Generator<Buffer> {
  const head = hashOfAll(entry, restOf(entry));
  const saltAt = saltsOf(entry);
  let input: LeafInput | undefined;
  for (const person of personsOf(entry)) {
    if (input?.isFor(person) !== true) input = new LeafInput(head, person);
    yield input.hash(person, saltAt(person.place));
  }
}

/** The input of a leaf's hash, made once for the persons of an entry of whom the same is disclosed: most of it is the same. */
class LeafInput {
  readonly #bytes: Buffer;
  readonly #shape: string;
  readonly #personLength: number;

  constructor(head: Buffer, person: LeafPerson) {
    this.#bytes = Buffer.concat([leafPrefix, leafContent(head, person, noSalt)]);
    this.#shape = person.shape;
    this.#personLength = person.person?.length ?? 0;
  }

  isFor({ shape, person }: LeafPerson): boolean {
    return shape === this.#shape && (person?.length ?? 0) === this.#personLength;
  }

  hash({ person, place }: LeafPerson, salt: Buffer): Buffer {
    this.#bytes.set(salt, saltAtByte);
    this.#bytes.write(person ?? '', personAtByte, 'latin1');
    this.#bytes.writeUInt32BE(place, this.#bytes.length - placeBytes);
    return sha256(this.#bytes);
  }
}

/** By which a changed entry is named although a tree only knows that something below a root is wrong. 32 bytes. */
export function leavesDigest(hashes: readonly Buffer[]): Buffer {
  return sha256(Buffer.concat(hashes));
}

function restOf({ salt, shapes, shape_of, detail }: StoredEntry): Buffer {
  return sha256(canonicalBytes(['cloison rest 1', salt, shapes, optional(shape_of), optional(detail)]));
}

function hashOfAll(fields: FieldsOfAll, rest: Buffer): Buffer {
  return sha256(
    canonicalBytes([
      'cloison entry 1',
      String(fields.id),
      fields.at,
      fields.kind,
      optional(fields.account),
      optional(fields.organisation),
      optional(fields.unit),
      optional(fields.application),
      optional(fields.actor),
      optional(fields.token),
      optional(fields.key),
      optional(fields.role),
      optional(fields.purpose),
      optional(fields.network),
      optional(fields.operation),
      optional(fields.policy),
      String(fields.candidates),
      String(fields.misses),
      optional(fields.about),
      optional(fields.outcome),
      rest,
    ]),
  );
}

type LeafPerson = Omit<LeafFields, 'salt'>;

function leafContent(head: Buffer, { person, shape, place, count }: LeafPerson, salt: Buffer): Buffer {
  const placeOfCount = Buffer.alloc(placeBytes);
  placeOfCount.writeUInt32BE(place);
  placeOfCount.writeUInt32BE(count, 4);
  return canonicalBytes([leafTag, salt, head, person ?? '', shape, placeOfCount]);
}

function personsOf(entry: StoredEntry): readonly LeafPerson[] {
  const persons = arrayMembers(entry.persons);
  const count = persons.length;
  if (count === 0) return [{ person: null, shape: noShape, place: 0, count }];
  const shapes = shapeTexts(entry.shapes);
  const shapeOf = entry.shape_of === null ? undefined : arrayMembers(entry.shape_of);
  return persons.map((person, place) => ({
    person,
    shape: shapes[Number(shapeOf?.[place] ?? 0)] ?? noShape,
    place,
    count,
  }));
}

/** SHA-256 over a secret and the place, both of one length in an entry: of no use for the salt of another place. */
function saltsOf({ salt }: StoredEntry): (place: number) => Buffer {
  const input = canonicalBytes(['cloison leaf salt 1', salt, Buffer.alloc(4)]);
  return (place) => {
    input.writeUInt32BE(place, input.length - 4);
    return sha256(input);
  };
}

/** A NULL is no empty text. */
function optional(value: string | null): string {
  return value === null ? '' : `=${value}`;
}

function shapeTexts(shapes: string): readonly string[] {
  const parsed = shapes === noShape ? [] : parsedJson(shapes);
  return Array.isArray(parsed) ? parsed.map((shape) => JSON.stringify(shape)) : [];
}

/** Verification reads what somebody may have damaged: what is no JSON has no shapes, and another hash. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

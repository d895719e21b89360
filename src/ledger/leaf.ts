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

const noShape = '[]';

export function headFields(entry: StoredEntry): EntryHeadFields {
  const { persons: _, shapes, shape_of, detail, salt, ...head } = entry;
  const rest = canonicalBytes(['cloison rest 1', salt, shapes, optional(shape_of), optional(detail)]);
  return { ...head, rest: sha256(rest).toString('hex') };
}

/** The hash that stands in each leaf for the fields of its entry. */
export function headHash(head: EntryHeadFields): Buffer {
  const { id, at, kind, candidates, misses, rest } = head;
  const { account, organisation, unit, application, actor, token, key, role, purpose, network, operation, policy } =
    head;
  const optionals = [
    account,
    organisation,
    unit,
    application,
    actor,
    token,
    key,
    role,
    purpose,
    network,
    operation,
    policy,
  ];
  return sha256(
    canonicalBytes([
      'cloison entry 1',
      String(id),
      at,
      kind,
      ...optionals.map(optional),
      String(candidates),
      String(misses),
      optional(head.about),
      optional(head.outcome),
      rest,
    ]),
  );
}

export function leafFields(entry: StoredEntry): readonly LeafFields[] {
  const persons = arrayMembers(entry.persons);
  const shapes = shapeTexts(entry.shapes);
  const shapeOf = entry.shape_of === null ? undefined : arrayMembers(entry.shape_of);
  const count = persons.length;
  if (count === 0) return [{ person: null, shape: noShape, place: 0, count, salt: leafSalt(entry.salt, 0) }];
  return persons.map((person, place) => ({
    person,
    shape: shapes[Number(shapeOf?.[place] ?? 0)] ?? noShape,
    place,
    count,
    salt: leafSalt(entry.salt, place),
  }));
}

/** The hash of the leaf of `fields` in an entry of {@link headHash} `head`. */
export function hashOfLeaf(head: Buffer, { person, shape, place, count, salt }: LeafFields): Buffer {
  return leafHash(canonicalBytes(['cloison leaf 1', salt, head, person ?? '', shape, String(place), String(count)]));
}

/** The hashes of all leaves of an entry, in the order of its persons. */
export function leafHashes(entry: StoredEntry): readonly Buffer[] {
  const head = headHash(headFields(entry));
  return leafFields(entry).map((fields) => hashOfLeaf(head, fields));
}

/** By which a changed entry is named although a tree only knows that something below a root is wrong. 32 bytes. */
export function leavesDigest(hashes: readonly Buffer[]): Buffer {
  return sha256(Buffer.concat(hashes));
}

/** SHA-256 of a text of fixed length that starts with a secret: of no use for the salt of another place. */
function leafSalt(entrySalt: string, place: number): string {
  return sha256(`cloison leaf salt 1 ${entrySalt} ${String(place).padStart(10, '0')}`).toString('hex');
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUuid, uuidBytes, uuidText } from '../../src/kernel/uuid.js';
import { randomUuid } from '../../src/vault/random.js';
import { newVault } from './cells.js';

const vault = newVault();
const ids = vault.ids('an-organisation', 'Tenant');
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));
const wellFormed = fc.stringMatching(/^[A-Za-z0-9_-]{21}[AQgw]$/);

const encodeOne = (from: ReturnType<typeof vault.ids>, bytes: Buffer): string => from.encode(bytes)[0] ?? '';

test('a page of ids comes back in its order', () => {
  fc.assert(
    fc.property(fc.array(uuid, { maxLength: 60 }), (uuids) => {
      const page = Buffer.concat(uuids);
      const encoded = ids.encode(page);
      expect(encoded).toHaveLength(uuids.length);
      expect(ids.decode(encoded).equals(page)).toBe(true);
    }),
  );
});

test('they are a permutation: every well-formed id decodes, and to a UUID that has that id and no other', () => {
  fc.assert(
    fc.property(wellFormed, (id) => {
      expect(encodeOne(ids, ids.decode([id]))).toBe(id);
    }),
  );
  const many = Array.from({ length: 2000 }, () => uuidBytes(randomUuid()));
  expect(new Set(ids.encode(Buffer.concat(many))).size).toBe(many.length);
});

test('an id is 22 characters of base64url and the same at every reading', () => {
  fc.assert(
    fc.property(uuid, (bytes) => {
      const id = encodeOne(ids, bytes);
      expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(encodeOne(vault.ids('an-organisation', 'Tenant'), bytes)).toBe(id);
    }),
  );
});

test('a page is the same as its rows one by one: no id depends on its neighbours', () => {
  const uuids = Array.from({ length: 50 }, () => uuidBytes(randomUuid()));
  expect(ids.encode(Buffer.concat(uuids))).toEqual(uuids.map((each) => encodeOne(ids, each)));
});

describe('two organisations', () => {
  const other = vault.ids('another-organisation', 'Tenant');
  const uuids = Array.from({ length: 2000 }, () => uuidBytes(randomUuid()));
  const page = Buffer.concat(uuids);

  test('have no id in common and nothing by which to join their files', () => {
    const mine = ids.encode(page);
    const theirs = other.encode(page);
    expect(mine.filter((id) => theirs.includes(id))).toEqual([]);
    // Were one a fixed mask of the other, the difference would be the same for every row.
    const differences = mine.map((id, index) => {
      const [one, two] = [Buffer.from(id, 'base64url'), Buffer.from(theirs[index] ?? '', 'base64url')];
      return one.map((byte, at) => byte ^ (two[at] ?? 0)).toString();
    });
    expect(new Set(differences).size).toBe(uuids.length);
  });

  test('cannot use each other’s ids: they decode to other rows', () => {
    const decoded = ids.decode(other.encode(page));
    expect(uuids.some((each, index) => each.equals(decoded.subarray(index * 16, index * 16 + 16)))).toBe(false);
  });

  test('nor can two types, two rings, or a scope that lends a letter to its type', () => {
    const [bytes] = uuids as [Buffer];
    const all = [
      ids,
      vault.ids('an-organisation', 'Landlord'),
      vault.ids('an-organisationT', 'enant'),
      newVault().ids('an-organisation', 'Tenant'),
    ].map((each) => encodeOne(each, bytes));
    expect(new Set(all).size).toBe(4);
  });
});

describe('a malformed id', () => {
  const good = encodeOne(ids, uuidBytes(randomUuid()));
  test.each([
    ['empty', ''],
    ['too short', good.slice(0, 21)],
    ['too long', `${good}A`],
    ['padded', `${good.slice(0, 21)}=`],
    ['with stray bits at its end', `${good.slice(0, 21)}B`],
    ['in base64', `${good.slice(0, 20)}+A`],
    ['with a blank', `${good.slice(0, 21)} `],
    ['with a line end', `${good}\n`],
    ['a UUID', randomUuid()],
    ['not ASCII', 'é'.repeat(22)],
    ['enormous', 'A'.repeat(100_000)],
  ])('(%s) decodes to a row that nobody has, and always to the same', (_defect, id) => {
    const decoded = ids.decode([good, id, good]);
    expect(decoded).toHaveLength(48);
    expect(decoded.subarray(0, 16).equals(ids.decode([good]))).toBe(true);
    expect(decoded.subarray(32).equals(ids.decode([good]))).toBe(true);
    // Rows have version 4 (RFC 9562); no row has version 0.
    expect(uuidText(decoded, 16)[14]).toBe('0');
    expect(ids.decode([id]).equals(decoded.subarray(16, 32))).toBe(true);
  });
});

describe('ids that go over to another organisation', () => {
  const others = vault.ids('another-organisation', 'Tenant');

  test('name there what they named here, in their order, whether or not a row has them', () => {
    fc.assert(
      fc.property(fc.array(wellFormed, { maxLength: 60 }), (held) => {
        const renamed = ids.renamed(held, others);
        expect(renamed).toEqual(others.encode(ids.decode(held)));
        expect(others.renamed(renamed.map(String), ids)).toEqual(held);
      }),
    );
  });

  test('are null where they are not well formed, and leave their neighbours as they are', () => {
    const [one, two] = ids.encode(Buffer.concat([uuidBytes(randomUuid()), uuidBytes(randomUuid())]));
    const held = [String(one), '', String(two), randomUuid(), String(one)];
    const [first, none, second, neither, again] = ids.renamed(held, others);
    expect([none, neither]).toEqual([null, null]);
    expect(others.decode([String(first), String(second)])).toEqual(ids.decode([String(one), String(two)]));
    expect(again).toBe(first);
  });
});

test('a new row has a UUID of version 4 and variant 10', () => {
  const uuids = Array.from({ length: 500 }, () => randomUuid());
  for (const each of uuids)
    expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(uuids).size).toBe(500);
  expect(parseUuid(uuids[0]?.toUpperCase() ?? '')).toBe(uuids[0]);
  expect(parseUuid('not-a-uuid')).toBeUndefined();
});

test('scopes that come and go are let go, and come back with the same ids', () => {
  const bytes = uuidBytes(randomUuid());
  const before = encodeOne(vault.ids('the-first', 'Tenant'), bytes);
  for (let index = 0; index < 5000; index++) vault.ids(`scope-${index}`, 'Tenant');
  expect(encodeOne(vault.ids('the-first', 'Tenant'), bytes)).toBe(before);
});

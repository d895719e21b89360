import { beforeAll, describe, expect, it } from 'vitest';
import { checkInclusion, inclusionProofShape, proveInclusion } from '../../src/ledger/inclusionProof.js';
import type { InclusionProof } from '../../src/ledger/inclusionProof.js';
import { openDesk, person, readOf, testKeys } from './desk.js';
import type { LedgerDesk } from './desk.js';

const ada = person();
const others = Array.from({ length: 9 }, person);
let desk: LedgerDesk;
let salts: readonly string[];
let proofs: readonly InclusionProof[];

beforeAll(async () => {
  desk = await openDesk();
  const [one = '', two = '', three = ''] = others;
  await desk.read([one], [one, ada, two], [three]);
  await desk.sequence();
  await desk.read(others);
  await desk.rows('SELECT FROM cloison.disclose($1::jsonb)', [
    JSON.stringify([readOf([ada, ...others], { detail: { about: three } })]),
  ]);
  await desk.read([ada]);
  await desk.sequence();
  await desk.read([ada]);
  salts = (await desk.rows("SELECT encode(salt, 'hex') AS salt FROM cloison.ledger_entry")).map((row) =>
    String(row['salt']),
  );
  proofs = await proveInclusion(desk.database, { person: ada, entry: undefined });
  return () => desk.close();
});

const proofOf = (entry: number): InclusionProof => {
  const proof = proofs.find(({ entry: { id } }) => id === entry);
  if (proof === undefined) throw new Error(`no proof of entry ${entry}`);
  return proof;
};

describe('a proof of inclusion', () => {
  it('is there for each entry under a checkpoint that names the person, and holds', async () => {
    expect(proofs.map(({ entry, leaf, index }) => [entry.id, leaf.person, leaf.place, leaf.count, index])).toEqual([
      [2, ada, 1, 3, 2],
      [5, ada, 0, 10, 14],
      [6, ada, 0, 1, 24],
    ]);
    for (const proof of proofs) expect(await checkInclusion(proof, desk.keys)).toMatchObject({ checkpoint: {} });
  });

  it('is made of one entry alone when that is asked for', async () => {
    expect(await proveInclusion(desk.database, { person: ada, entry: 5 })).toEqual([proofOf(5)]);
    expect(await proveInclusion(desk.database, { person: ada, entry: 1 })).toEqual([]);
    expect(await proveInclusion(desk.database, { person: person(), entry: undefined })).toEqual([]);
  });

  it('holds no id of another person and no salt of an entry, by which others could be tried', () => {
    const text = JSON.stringify(proofs).replaceAll('-', '');
    expect(text).toContain(ada.replaceAll('-', ''));
    for (const secret of [...others.map((other) => other.replaceAll('-', '')), ...salts])
      expect(text).not.toContain(secret);
  });

  it('says what was disclosed of the person, and not what was of others', () => {
    expect(proofOf(2).leaf.shape).toBe('["Tenant.surname"]');
    expect(JSON.stringify(proofOf(2))).not.toContain('birthDate');
  });

  it('survives a file', () => {
    expect(JSON.parse(JSON.stringify(proofs))).toEqual(proofs.map((proof) => inclusionProofShape.parse(proof)));
  });

  const defects: readonly (readonly [string, (proof: InclusionProof) => InclusionProof])[] = [
    ['another person', (proof) => ({ ...proof, leaf: { ...proof.leaf, person: others[0] ?? '' } })],
    ['another shape', (proof) => ({ ...proof, leaf: { ...proof.leaf, shape: '["Tenant.phone"]' } })],
    ['another salt', (proof) => ({ ...proof, leaf: { ...proof.leaf, salt: '0'.repeat(64) } })],
    ['another account', (proof) => ({ ...proof, entry: { ...proof.entry, account: 'agent:other' } })],
    ['another time', (proof) => ({ ...proof, entry: { ...proof.entry, at: '2026-01-01T00:00:00Z' } })],
    ['another rest', (proof) => ({ ...proof, entry: { ...proof.entry, rest: '0'.repeat(64) } })],
    ['another place', (proof) => ({ ...proof, index: proof.index - 1 })],
    ['a shorter path', (proof) => ({ ...proof, path: proof.path.slice(1) })],
    ['a longer path', (proof) => ({ ...proof, path: [...proof.path, '0'.repeat(64)] })],
    ['the checkpoint of another entry', (proof) => ({ ...proof, checkpoint: proofOf(2).checkpoint })],
    ['a checkpoint that is none', (proof) => ({ ...proof, checkpoint: 'x' })],
  ];
  it.each(defects)('does not hold with %s', async (_, damage) => {
    expect(await checkInclusion(damage(proofOf(5)), desk.keys)).toHaveProperty('problem');
  });

  it('does not hold under another key', async () => {
    expect(await checkInclusion(proofOf(5), (await testKeys()).keys)).toEqual({
      problem: 'its checkpoint is not signed by the key',
    });
  });
});

/**
 * What the vault costs beside its ciphers: a page of 50 rows × 10 values opened in each suite, in libsodium alone, and in
 * the naive way (new associated data and new buffers for each value). Rounds are interleaved; medians are printed.
 *
 *     node --import ./scripts/typescript-loader.mjs bench/vault.ts
 */
import sodium from 'sodium-native';
import { canonicalBytes } from '../src/kernel/canonical.js';
import type { ScalarKind, ScalarValue } from '../src/kernel/scalar.js';
import { uuidBytes } from '../src/kernel/uuid.js';
import type { SuiteId } from '../src/vault/aead.js';
import { Keyring } from '../src/vault/keyring.js';
import { randomUuid } from '../src/vault/random.js';
import type { SealedColumn } from '../src/vault/sealedColumn.js';
import { Vault } from '../src/vault/vault.js';

const rowCount = 50;
const rounds = 15;
const pagesPerRound = 60;

const cells: readonly (readonly [string, ScalarKind, ScalarValue])[] = [
  ['given_names', 'Text', 'Maëlys Jeanne'],
  ['birth_name', 'Text', 'Dupont-Martin'],
  ['birth_date', 'Date', '1984-03-02'],
  ['email', 'Email', 'maelys.dupont@example.org'],
  ['phone', 'Phone', '+33639980001'],
  ['address_line', 'Text', '12 rue des Lilas'],
  ['address_postcode', 'PostalCode', '38100'],
  ['address_city', 'Text', 'Grenoble'],
  ['status', 'Enum', 'PRESENT'],
  ['identifier', 'Text', 'A1234567'],
];

const vault = new Vault(Keyring.parse(Keyring.generate()));
const columns: readonly SealedColumn[] = cells.map(([name, scalar]) => vault.column('tenant', name, scalar));

interface Page {
  readonly bytes: Buffer;
  /** Of each row: its UUID, its wrapped key, its cells, as [offset, length]. */
  readonly rows: readonly (readonly (readonly [number, number])[])[];
}

function sealPage(suite: SuiteId): Page {
  const sealing = vault.sealing(suite);
  const parts: Buffer[] = [];
  let at = 0;
  const place = (part: Buffer): readonly [number, number] => {
    parts.push(part);
    at += part.length;
    return [at - part.length, part.length];
  };
  const rows = Array.from({ length: rowCount }, () => {
    const uuid = uuidBytes(randomUuid());
    const head = [place(uuid), place(sealing.newKey(uuid))];
    sealing.row(uuid);
    return [...head, ...cells.map(([, , value], index) => place(sealing.value(columns[index] as SealedColumn, value)))];
  });
  return { bytes: Buffer.concat(parts), rows };
}

function openPage(page: Page): ScalarValue[] {
  const opening = vault.opening();
  const out: ScalarValue[] = [];
  for (const row of page.rows) {
    const [uuid, wrapped] = row as [[number, number], [number, number]];
    opening.person(page.bytes, wrapped[0], wrapped[1], uuid[0]);
    opening.row(page.bytes, uuid[0]);
    for (let index = 0; index < columns.length; index++) {
      const [at, length] = row[index + 2] as readonly [number, number];
      out.push(opening.value(columns[index] as SealedColumn, page.bytes, at, length));
    }
  }
  opening.close();
  return out;
}

const naiveKey = Buffer.alloc(32, 7);
const naiveUuid = uuidBytes(randomUuid());

function naiveAssociated(column: SealedColumn): Buffer {
  return canonicalBytes([Buffer.of(1), column.table, column.column, naiveUuid, naiveUuid, Buffer.of(0, 1)]);
}

const naiveSealed = columns.map((column, index) => {
  const message = column.codec.encode((cells[index] as (typeof cells)[number])[2]);
  const nonce = Buffer.alloc(24, 3);
  const sealed = Buffer.alloc(message.length + 16);
  const associated = naiveAssociated(column);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, message, associated, null, nonce, naiveKey);
  return { envelope: Buffer.concat([Buffer.of(1, 0, 1), nonce, sealed]), nonce, sealed, associated, message };
});

function openNaively(): void {
  for (let row = 0; row < rowCount; row++) {
    naiveSealed.forEach(({ envelope }, index) => {
      const nonce = envelope.subarray(3, 27);
      const sealed = envelope.subarray(27);
      const message = Buffer.alloc(sealed.length - 16);
      const associated = naiveAssociated(columns[index] as SealedColumn);
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(message, null, sealed, associated, nonce, naiveKey);
      message.toString('utf8');
    });
  }
}

function libsodiumAlone(): void {
  for (let row = 0; row < rowCount; row++) {
    for (const { message, sealed, associated, nonce } of naiveSealed) {
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(message, null, sealed, associated, nonce, naiveKey);
    }
  }
}

const pages = { 1: sealPage(1), 2: sealPage(2) };
const blindIndex = vault.blindIndex({ table: 'tenant', column: 'name_bidx', scalars: ['Text', 'Date'], bits: 17 });
const uuids = Buffer.concat(Array.from({ length: rowCount }, () => uuidBytes(randomUuid())));
const ids = vault.ids('an-organisation', 'Tenant').encode(uuids);

/** What is timed, and over how many values a call goes. */
const subjects: readonly (readonly [name: string, values: number, run: () => unknown])[] = [
  ['libsodium alone', 500, libsodiumAlone],
  ['open, suite 1, keys unwrapped', 500, () => openPage(pages[1])],
  ['open, suite 2, keys unwrapped', 500, () => openPage(pages[2])],
  ['open, naively, keys at hand', 500, openNaively],
  ['seal, suite 1, keys made', 500, () => sealPage(1)],
  ['seal, suite 2, keys made', 500, () => sealPage(2)],
  ['blind index of two values', 50, () => Array.from({ length: 50 }, () => blindIndex.of(['Dupont', '1984-03-02']))],
  ['ids encoded, a page', 50, () => vault.ids('an-organisation', 'Tenant').encode(uuids)],
  ['ids decoded, a page', 50, () => vault.ids('an-organisation', 'Tenant').decode(ids)],
];

function nanosecondsPerValue(values: number, run: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let page = 0; page < pagesPerRound; page++) run();
  return Number(process.hrtime.bigint() - start) / (pagesPerRound * values);
}

const samples = subjects.map((): number[] => []);
for (let round = -3; round < rounds; round++) {
  subjects.forEach(([, values, run], index) => {
    const nanoseconds = nanosecondsPerValue(values, run);
    if (round >= 0) samples[index]?.push(nanoseconds);
  });
}

const medians = samples.map((each) => each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.NaN);
const unit = medians[0] ?? Number.NaN;
console.log(`Node ${process.versions.node}: nanoseconds a value, and as a multiple of libsodium alone`);
subjects.forEach(([name], index) => {
  const median = medians[index] ?? Number.NaN;
  console.log(`${name.padEnd(32)}${median.toFixed(0).padStart(8)}${(median / unit).toFixed(2).padStart(8)}`);
});

/** Imports files into a store of tenants and landlords, and opens what was sealed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportOptions, ImportReport } from '../../src/intake/importFile.js';
import { importFile } from '../../src/intake/importFile.js';
import { parseUuid, uuidBytes } from '../../src/kernel/uuid.js';
import type { ScalarKind, ScalarValue } from '../../src/kernel/scalar.js';
import type { Row } from '../../src/store/statement.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';

export const policy = compiled(rentalFolder);

/** Entities of the fixture, which tenants refer to. */
export const landlord = 'a0000000-0000-4000-8000-000000000001';
export const dwelling = 'd0000000-0000-4000-8000-000000000001';
export const fund = 'b0000000-0000-4000-8000-000000000001';

export class Desk {
  readonly vault: Vault;
  /** The text of the vault's keyring. */
  readonly keyring: string;
  readonly store: RentalStore;
  readonly folder: string;

  private constructor(store: RentalStore, folder: string) {
    this.store = store;
    this.folder = folder;
    this.keyring = Keyring.generate();
    this.vault = new Vault(Keyring.parse(this.keyring));
  }

  static async open(): Promise<Desk> {
    const desk = new Desk(await openRental(), await mkdtemp(join(tmpdir(), 'cloison-intake-')));
    await desk.run(`INSERT INTO landlord (id, name) VALUES ('${landlord}', 'Brick & Slate');
      INSERT INTO dwelling (id, landlord_id, street, rooms) VALUES ('${dwelling}', '${landlord}', '1 Nowhere Row', 2);
      INSERT INTO fund (id, name) VALUES ('${fund}', 'Surety')`);
    return desk;
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes `text` as a file of this name and imports it. */
  async import(name: string, text: string | Buffer, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    await writeFile(this.path(name), text);
    return this.importAgain(name, options);
  }

  /** Imports the file of this name as it is. */
  importAgain(name: string, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    return importFile({ path: this.path(name), database: this.store.database, policy, vault: this.vault, ...options });
  }

  /** Lines of the rejects file, without its header. */
  async rejects(name: string): Promise<readonly string[]> {
    const [header, ...lines] = (await readFile(this.path(`${name}.rejects.csv`), 'utf8')).trimEnd().split('\n');
    if (header !== 'line,column,code,rule') throw new Error('no header');
    return lines;
  }

  run(sql: string): Promise<string> {
    return this.store.database.exclusive((session) => session.run(sql));
  }

  ask(sql: string): Promise<readonly Row[]> {
    return this.store.database.read({ name: '', text: sql, values: [] });
  }

  async count(table: string): Promise<number> {
    const [row] = await this.ask(`SELECT count(*) AS n FROM ${table}`);
    return Number(row?.['n']);
  }

  indexBits(column: string): number {
    const index = policy.types.get('Tenant')?.indexes.find((each) => each.column === column);
    if (index === undefined) throw new Error(`no index ${column}`);
    return index.bits;
  }

  /** Tenants with what is sealed opened, by surname. */
  async tenants(): Promise<readonly Record<string, unknown>[]> {
    const rows = await this.ask('SELECT t.*, t.id AS row FROM tenant t');
    const opened = rows.map((row) =>
      this.#open('tenant', row, {
        file_number: 'Text',
        surname: 'Text',
        forename: 'Text',
        born: 'Date',
        phone: 'Phone',
        forwarding_line: 'Text',
        forwarding_postcode: 'PostalCode',
        step_free_access: 'Boolean',
      }),
    );
    return opened.toSorted((left, right) => String(left['surname']).localeCompare(String(right['surname'])));
  }

  async leases(): Promise<readonly Record<string, unknown>[]> {
    const rows = await this.ask(
      'SELECT l.*, l.id AS row, t.id, t.data_key FROM lease l JOIN tenant t ON t.id = l.tenant_id ORDER BY l.begins_on',
    );
    return rows.map((row) => this.#open('lease', row, { rent: 'Int' }));
  }

  #open(table: string, row: Row, columns: Readonly<Record<string, ScalarKind>>): Record<string, unknown> {
    const opening = this.vault.opening();
    const source = Buffer.concat([idBytes(row['id']), idBytes(row['row']), asBuffer(row['data_key'])]);
    opening.person(source, 32, source.length - 32, 0);
    opening.row(source, 16);
    const opened = Object.entries(columns).map(([column, scalar]): readonly [string, ScalarValue | null] => {
      const sealed = row[column];
      if (sealed === null) return [column, null];
      return [
        column,
        opening.value(this.vault.column(table, column, scalar), asBuffer(sealed), 0, asBuffer(sealed).length),
      ];
    });
    opening.close();
    return { ...row, ...Object.fromEntries(opened) };
  }
}

function idBytes(id: unknown): Buffer {
  const uuid = parseUuid(String(id));
  if (uuid === undefined) throw new Error('no UUID');
  return uuidBytes(uuid);
}

function asBuffer(value: unknown): Buffer {
  if (!Buffer.isBuffer(value)) throw new Error('no bytes');
  return value;
}

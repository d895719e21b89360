/** A lending library served for real, and the words in which the tests of writes speak to it. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { clockAt, startService } from '../support/service.js';
import type { MovableClock, Reply, Service } from '../support/service.js';

export const libraryFolder = fileURLToPath(new URL('writeStore', import.meta.url));

export const oak = 'b0000000-0000-4000-8000-000000000001';
export const elm = 'b0000000-0000-4000-8000-000000000002';

const accounts: readonly DemoAccount[] = [
  account('librarian-oak', 'LIBRARIAN', { ORGANISATION: oak }, ['LENDING', 'FILING']),
  account('colleague-oak', 'LIBRARIAN', { ORGANISATION: oak }, ['LENDING', 'FILING']),
  account('librarian-elm', 'LIBRARIAN', { ORGANISATION: elm }, ['LENDING']),
  account('registrar-oak', 'REGISTRAR', { ORGANISATION: oak }, ['FILING', 'LENDING']),
  account('registrar-elm', 'REGISTRAR', { ORGANISATION: elm }, ['FILING']),
  account('reader', 'READER', { SUBJECT: 'e0000000-0000-4000-8000-000000000009' }, ['OWN_FILE']),
];

function account(
  name: string,
  role: string,
  claims: Omit<DemoAccount['claims'], 'ACCOUNT'>,
  purposes: readonly string[],
): DemoAccount {
  return { name, role, claims: { ACCOUNT: name, ...claims }, purposes, defaultPurpose: purposes[0] ?? '' };
}

export interface RowError {
  readonly row: number;
  readonly code: string;
}

export interface Desk {
  readonly service: Service;
  readonly clock: MovableClock;
  /** Sends an operation and expects an answer without GraphQL errors. */
  ask(
    account: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Sends an operation, whatever becomes of it. */
  send(account: string, query: string, variables?: Readonly<Record<string, unknown>>, purpose?: string): Promise<Reply>;
  /** Sends a mutation of one field, `m`, and gives its errors. */
  errorsOf(account: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<readonly RowError[]>;
  sql(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Registers a reader at a branch, and gives the id that the branch sees. */
  newReader(branch: string, card: string, name: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The id that a branch would see of any row, whether or not it reaches it. */
  idAt(branch: string, type: string, uuid: unknown): string;
  /** The id that the branch sees of a branch. */
  branchId(branch: string, name: string): Promise<string>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const clock = clockAt('2024-06-01T12:00:00.000Z');
  const service = await startService({ folder: libraryFolder, accounts, clock, fill: fillBranches });
  const client = new pg.Client({ connectionString: service.database.url });
  await client.connect();
  const sql: Desk['sql'] = async (text, values = []) =>
    (await client.query(text, [...values])).rows as Record<string, unknown>[];
  const send: Desk['send'] = (name, query, variables = {}, purpose) =>
    service.ask(name, query, { variables, ...(purpose === undefined ? {} : { purpose }) });
  const ask: Desk['ask'] = async (name, query, variables) => {
    const reply = await send(name, query, variables);
    if (reply.codes.length > 0 || reply.data === null || reply.data === undefined) {
      throw new Error(`${reply.text} ${service.failures.map(String).join(' ')}`);
    }
    return reply.data;
  };
  const desk: Desk = {
    service,
    clock,
    ask,
    send,
    sql,
    errorsOf: async (name, query, variables) => {
      const data = await ask(name, query, variables);
      return (data['m'] as { readonly errors: readonly RowError[] }).errors;
    },
    newReader: async (branch, card, name, more = {}) => {
      const input = { card, name, born: '1984-03-02', ...more };
      const errors = await desk.errorsOf(`registrar-${branch}`, register, { input });
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      const found = await ask(`registrar-${branch}`, findReader, { by: { name, born: input.born } });
      return (found['findReader'] as { readonly id: string }).id;
    },
    idAt: (branch, type, uuid) => {
      const scope = `organisation ${branch === 'oak' ? oak : elm}`;
      const bytes = Buffer.from(String(uuid).replaceAll('-', ''), 'hex');
      return service.store.rooms.vault.ids(scope, type).encode(bytes)[0] ?? '';
    },
    branchId: async (branch, name) => {
      const { branches } = await ask(`librarian-${branch}`, '{ branches(first: 5) { nodes { id name } } }');
      const { nodes } = branches as { readonly nodes: readonly { readonly id: string; readonly name: string }[] };
      return nodes.find((node) => node.name === name)?.id ?? '';
    },
    close: async () => {
      await client.end();
      await service.stop();
    },
  };
  return desk;
}

export const register =
  'mutation ($input: RegisterInput!) { m: register(input: $input) { errors { row code } receipt } }';
export const findReader = 'query ($by: ReaderBy!) { findReader(by: $by) { id card name born phone } }';

async function fillBranches(_store: unknown, database: { readonly url: string }): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('INSERT INTO branch (id, name) VALUES ($1, $2), ($3, $4)', [oak, 'Oak', elm, 'Elm']);
  await client.end();
}

/** A register on a database of its own, seen by two replicas, with partners in it and a clock that the test moves. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Caller, PurposeName, RoleName } from '../../src/kernel/caller.js';
import type { Clock } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/refusal.js';
import type { Code } from '../../src/kernel/codes.js';
import { operator } from '../../src/register/actor.js';
import type { Admission, AdmissionRequest, SpentProof } from '../../src/register/admission.js';
import type { RegisterEntries } from '../../src/register/entries.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import type { Row } from '../../src/store/statement.js';
import { createDatabase } from '../support/postgres.js';

export const minute = 60_000;
export const day = 24 * 60 * minute;

export const ada = operator('ada');
export const bea = operator('bea');

const start = Date.parse('2026-03-02T09:00:00Z');

export class MovedClock implements Clock {
  #now = start;

  reset(): void {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Ahead, or back for a negative number. */
  move(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Two landlords that let flats, each with an administrator and agents. */
export const partners: RegisterEntries = {
  organisations: [
    { id: 'brick', name: 'Brick Lettings' },
    { id: 'slate', name: 'Slate Homes' },
  ],
  units: [
    { id: 'brick-north', organisation: 'brick' },
    { id: 'slate-east', organisation: 'slate' },
  ],
  applications: [
    { id: 'portal' },
    { id: 'brick-software', organisation: 'brick' },
    { id: 'brick-nightly', organisation: 'brick' },
  ],
  accounts: [
    { id: 'brick-admin', kind: 'PERSON', organisation: 'brick', isAdministrator: true },
    { id: 'brick-deputy', kind: 'PERSON', organisation: 'brick', isAdministrator: true },
    { id: 'brick-agent', kind: 'PERSON', organisation: 'brick', unit: 'brick-north' },
    { id: 'brick-nightly', kind: 'MACHINE', organisation: 'brick', application: 'brick-nightly' },
    { id: 'slate-admin', kind: 'PERSON', organisation: 'slate', isAdministrator: true },
    { id: 'slate-agent', kind: 'PERSON', organisation: 'slate', unit: 'slate-east', application: 'portal' },
  ],
};

export interface Desk {
  readonly url: string;
  readonly clock: MovedClock;
  readonly database: Database;
  readonly register: Register;
  /** Another process: its own connections, the same database. */
  readonly replica: Register;
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** An admission of a request of brick's agent through the portal, but for what is given. */
  readonly admitted: (request?: Partial<AdmissionRequest>, proof?: SpentProof) => Promise<Admission>;
}

interface Opened extends Desk {
  readonly close: () => Promise<void>;
}

/** One database for the file; each test finds `entries` in it, nothing else, and the clock where it started. */
export function useDesk(entries: RegisterEntries = partners): Desk {
  const desk: { opened?: Opened } = {};
  beforeAll(async () => void (desk.opened = await open()));
  afterAll(() => desk.opened?.close());
  beforeEach(async () => {
    const { database, register, clock } = opened();
    await empty(database);
    clock.reset();
    await register.seed(entries, { createdBy: ada, approvedBy: bea });
  });
  const opened = (): Opened => {
    if (desk.opened === undefined) throw new Error('a desk opens before the tests of its file');
    return desk.opened;
  };
  return {
    get url() {
      return opened().url;
    },
    get clock() {
      return opened().clock;
    },
    get database() {
      return opened().database;
    },
    get register() {
      return opened().register;
    },
    get replica() {
      return opened().replica;
    },
    sql: (...parts) => opened().sql(...parts),
    admitted: (...parts) => opened().admitted(...parts),
  };
}

async function open(): Promise<Opened> {
  const made = await createDatabase();
  const { url } = made;
  await migrate({ url, storeFolder: undefined });
  const clock = new MovedClock();
  const [database, other] = [await connect(url), await connect(url)];
  const register = new Register(database, clock);
  return {
    url,
    clock,
    database,
    register,
    replica: new Register(other, clock),
    sql: (text, values = []) => database.read({ name: '', text, values }),
    admitted: (request, proof) => register.admit(agentRequest(clock, request), proof),
    close: async () => {
      await Promise.all([database.close(), other.close()]);
      await made.drop();
    },
  };
}

const tables = [
  'absorption',
  'operation',
  'failed_proof',
  'spent_proof',
  'stop',
  'account',
  'application',
  'unit',
  'organisation',
  'register_event',
];

/** The history is emptied by who may leave its trigger out. */
async function empty(database: Database): Promise<void> {
  const deletions = tables.map((table) => `DELETE FROM cloison.${table};`).join(' ');
  await database.exclusive((session) =>
    session.run(
      `SET session_replication_role = replica; ${deletions}
       UPDATE cloison.proof_horizon SET reaches = '1970-01-01T00:00:00Z'; SET session_replication_role = origin`,
    ),
  );
}

export function agentRequest(clock: Clock, request: Partial<AdmissionRequest> = {}): AdmissionRequest {
  return {
    account: 'brick-agent',
    actor: undefined,
    application: 'portal',
    role: 'LANDLORD',
    organisation: 'brick',
    unit: 'brick-north',
    kind: 'PERSON',
    isRegistered: true,
    authenticatedAt: Math.floor(clock.now() / 1000),
    ...request,
  };
}

/** As the door lets one in: an administrator of the organisation that its id begins with. */
export function administrator(clock: Clock, account = 'brick-admin', different: Partial<Caller> = {}): Caller {
  return {
    role: 'LANDLORD' as RoleName,
    purpose: 'LETTING' as PurposeName,
    claims: { ACCOUNT: account, ORGANISATION: account.split('-')[0] ?? '' },
    application: 'portal',
    tokenId: 'invented',
    expiresAt: 0,
    kind: 'PERSON',
    actor: undefined,
    registerVersion: '',
    sender: 'DPOP',
    key: undefined,
    authenticatedAt: clock.now() / 1000,
    standing: {
      isInQuarantine: false,
      isAdministrator: true,
      isSubmissionOnly: false,
      stoppedFields: [],
      absorbed: [],
    },
    ...different,
  };
}

export function connect(url: string, statementTimeoutMs = 20_000, max = 8): Promise<Database> {
  return Database.connect({ url, max, statementTimeoutMs, applicationName: 'test register' });
}

/** A proof with a digest of its own that is accepted for another minute. */
export function freshProof(clock: Clock, digest: Uint8Array = digestOf(randomUUID())): SpentProof {
  return { digest, expiresAt: clock.now() + minute };
}

export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The refusal with which `work` ends. */
export async function expectRefused(work: Promise<unknown>, code: Code): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refused);
  expect((error as Refused).refusal.code).toBe(code);
}

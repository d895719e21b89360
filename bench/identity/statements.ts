/** The register's statements beside `SELECT 1`, one after another on one connection. */
import { systemClock } from '../../src/kernel/clock.js';
import type { Admission, AdmissionRequest } from '../../src/register/admission.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { randomBytes } from '../../src/vault/random.js';
import { adviser } from '../links.js';
import { adviserClaims, application } from '../partners.js';
import type { Subject } from './subject.js';

export interface StatementSubjects {
  readonly select: Subject;
  /** At the door, without a proof. */
  readonly judged: Subject;
  /** At the door, with a proof: judged and inserted. */
  readonly spent: Subject;
  /** Before anything leaves a corridor. */
  readonly confirmed: Subject;
}

export interface Statements {
  readonly subjects: StatementSubjects;
  close(): Promise<void>;
}

const operations = 100;

/** What a page of the bench touches. */
const coordinates = ['identifier', 'birthName', 'usedName', 'givenNames', 'birthDate', 'email', 'phone', 'address'].map(
  (field) => `JobSeeker.${field}`,
);

export async function openStatements(url: string): Promise<Statements> {
  const database = await Database.connect({ url, max: 1, statementTimeoutMs: 10_000, applicationName: 'bench' });
  const register = new Register(database, systemClock);
  const request: AdmissionRequest = {
    account: adviser,
    actor: undefined,
    application,
    role: adviserClaims.role,
    organisation: undefined,
    unit: undefined,
    kind: 'PERSON',
    isRegistered: true,
    authenticatedAt: Math.floor(Date.now() / 1000),
  };
  const admitted = async (answer: Promise<Admission>): Promise<void> => {
    const { outcome } = await answer;
    if (outcome !== 'ADMITTED') throw new Error(`the register answered ${outcome}`);
  };
  const spend = (): Promise<Admission> =>
    register.admit(request, { digest: randomBytes(32), expiresAt: Date.now() + 60_000 });
  return {
    subjects: {
      select: repeated('SELECT 1', () => database.read({ name: 'bench_select', text: 'SELECT 1', values: [] })),
      judged: repeated('register: at the door', () => admitted(register.admit(request))),
      spent: repeated('register: at the door, proof spent', () => admitted(spend())),
      confirmed: repeated('register: before it leaves', () =>
        admitted(register.confirm(database, request, coordinates)),
      ),
    },
    close: () => database.close(),
  };
}

function repeated(name: string, work: () => Promise<unknown>): Subject {
  return {
    name,
    operations,
    slice: async () => {
      for (let index = 0; index < operations; index++) await work();
    },
  };
}

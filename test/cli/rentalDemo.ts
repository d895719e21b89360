/** What `npm start` leaves for the command line, around the store of tenants and landlords: its own server and issuer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoApplication } from '../../src/demo/accounts.js';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { startCertificateApi } from '../../src/demo/certificateApi.js';
import { startDemoIssuer } from '../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../src/demo/issuer/issuer.js';
import { announceDemo } from '../../src/demo/runningDemo.js';
import { systemClock } from '../../src/kernel/clock.js';
import { openStore, startServer } from '../../src/main.js';
import type { OpenStore } from '../../src/main.js';
import { operator } from '../../src/register/actor.js';
import { readSchema } from '../../src/schemaFolder.js';
import { sha256 } from '../../src/vault/digest.js';
import { Keyring } from '../../src/vault/keyring.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import { rentalMigrations } from '../support/rental.js';

export const audience = 'https://api.example.org/graphql';

export const accounts: readonly DemoAccount[] = [
  account('agency', 'AGENT', 'LETTING', 'agency-1'),
  account('fund', 'GUARANTEE_FUND', 'GUARANTEE', 'fund-1'),
  {
    ...account('fund-software', 'GUARANTEE_FUND', 'GUARANTEE', 'fund-1'),
    kind: 'MACHINE',
    application: 'fund-software',
  },
];

/** The one text that the fund's software may run. */
export const registeredText = 'query Role { me { role } }';

function account(name: string, role: string, purpose: string, organisation: string): DemoAccount {
  const claims = { ACCOUNT: name, ORGANISATION: organisation };
  return { name, role, claims, purposes: [purpose], defaultPurpose: purpose };
}

export interface RentalDemo {
  /** As `--data` takes it. */
  readonly folder: string;
  readonly api: string;
  readonly certificateApi: string;
  readonly issuer: DemoIssuer;
  readonly failures: readonly unknown[];
  stop(): Promise<void>;
}

export async function startRentalDemo(): Promise<RentalDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'cloison-running-'));
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => void failures.push(error);
  const database = await createDatabase();
  const issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, onFailure });
  const store = await openStore({
    sources: readSchema(rentalFolder),
    migrations: rentalMigrations,
    databaseUrl: database.url,
    keyring: Keyring.parse(Keyring.generate()),
    clock: systemClock,
  });
  await seedRegister(store);
  const options = {
    issuer: issuer.url,
    audience,
    demoKeys: 'accepted',
    port: 0,
    host: '127.0.0.1',
    onFailure,
  } as const;
  const server = await startServer(store, options);
  const certificateApi = await startCertificateApi(issuer.certificates.server, server.listener);
  announceDemo(folder, { issuer: issuer.url, api: server.url, certificateApi: certificateApi.url });
  return {
    folder,
    api: server.url,
    certificateApi: certificateApi.url,
    issuer,
    failures,
    stop: async () => {
      await certificateApi.close();
      await server.close();
      await store.close();
      await issuer.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function seedRegister({ rooms: { register } }: OpenStore): Promise<void> {
  const organisations = [...new Set(accounts.flatMap(({ claims }) => claims.ORGANISATION ?? []))];
  const [clerk, approver] = [operator('clerk'), operator('approver')];
  const entries = {
    organisations: organisations.map((id) => ({ id, name: id })),
    units: [],
    applications: [{ id: demoApplication }, { id: 'fund-software', organisation: 'fund-1' }],
    accounts: accounts.map(({ claims, kind, application }) => ({
      id: claims.ACCOUNT,
      kind: kind ?? 'PERSON',
      organisation: claims.ORGANISATION ?? '',
      application,
    })),
  } as const;
  await register.seed(entries, { createdBy: clerk, approvedBy: approver });
  const operation = { application: 'fund-software', name: 'Role', purpose: 'GUARANTEE', document: registeredText };
  await register.registerOperation(clerk, { ...operation, digest: sha256(registeredText) });
}

/** Wires the rooms into a server; nobody else constructs collaborators. What is wrong stops the start, with its name. */
import { authentication } from './authentication.js';
import { Budget } from './budget/budget.js';
import { BlindIndexes } from './disclosure/blindIndexes.js';
import { ColumnOpeners } from './disclosure/columnOpeners.js';
import type { CorridorRooms } from './disclosure/disclosureContext.js';
import { requireKeys } from './disclosure/requireKeys.js';
import { forgetRequests } from './disclosure/requests/requestRows.js';
import { recordingsOf, settleDelivered, settleWithheld } from './disclosure/settle.js';
import { connectionReader } from './gateway/connection.js';
import { startGateway } from './gateway/httpServer.js';
import type { Listener } from './gateway/httpServer.js';
import type { SlowdownBounds } from './gateway/slowdown.js';
import { Slowdown, slowdownBounds } from './gateway/slowdown.js';
import { sharedProbe } from './gateway/sharedProbe.js';
import { noteRefusal } from './gateway/noteRefusal.js';
import { OperationJudge } from './gateway/operationJudge.js';
import type { OperationBounds } from './gateway/operationBounds.js';
import { operationBounds } from './gateway/operationBounds.js';
import { startRoleServer } from './gateway/roleServer.js';
import { authenticate } from './identity/authenticate.js';
import { challengeOf } from './identity/challenge.js';
import { operationGate } from './identity/operationGate.js';
import { createIssuerKeys } from './jws/issuerKeys.js';
import type { Clock } from './kernel/clock.js';
import { PersonDesk } from './persons/personDesk.js';
import { Failure } from './kernel/failure.js';
import { Ledger } from './ledger/ledger.js';
import { applyRegister } from './lifecycle/applyRegister.js';
import type { Application } from './lifecycle/applyRegister.js';
import { erasurePlans } from './lifecycle/erasurePlan.js';
import { ErasureRegister } from './lifecycle/erasureRegister.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import type { CompiledPolicy } from './policy/compiled.js';
import { compilePolicy } from './policy/compilePolicy.js';
import { printProblem } from './policy/problem.js';
import { Register } from './register/register.js';
import type { SchemaSource } from './policy/read/storeSchema.js';
import type { Catalogue } from './store/catalogue.js';
import { columnType, readCatalogue } from './store/catalogue.js';
import { checkCatalogue } from './store/checkCatalogue.js';
import { checkReachViews } from './store/checkReachViews.js';
import { readViewReads } from './store/viewReads.js';
import { checkPlans } from './store/planCheck.js';
import type { StoreProblem } from './store/storeProblem.js';
import { printStoreProblem } from './store/storeProblem.js';
import { Database } from './store/database.js';
import { migrate } from './store/migrate.js';
import { requireDurable } from './store/requireDurable.js';
import type { ColumnTypes } from './store/read/linkSql.js';
import { RowReader } from './store/read/readRows.js';
import { RowWriter } from './store/write/rowWriter.js';
import type { TlsFiles } from './tlsFiles.js';
import { unansweredOperations } from './unansweredOperations.js';
import { startUpkeep } from './upkeep.js';
import type { UpkeepOptions } from './upkeep.js';
import { sha256, sha256Hex } from './vault/digest.js';
import type { Keyring } from './vault/keyring.js';
import { Vault } from './vault/vault.js';
import { SlowedAccounts } from './watch/slowedAccounts.js';
import { Tripwires } from './watch/tripwires.js';
import { lookupStatements } from './disclosure/lookupStatements.js';

export interface StoreOptions {
  readonly sources: readonly SchemaSource[];
  /** Folder of the store's own migrations. */
  readonly migrations: string | undefined;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Path of the erasure register, which is carried out here; undefined: whoever serves sees to it that none is needed. */
  readonly erasureRegister?: string | undefined;
  /** Told of what fails while nobody waits for it. */
  readonly onFailure?: (error: unknown) => void;
}

export interface ServerOptions extends UpkeepOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Only `npm start` accepts the keys of the demo's issuer. */
  readonly demoKeys: 'accepted' | 'refused';
  readonly port: number;
  readonly host: string;
  /** The `htu` of proofs (RFC 9449, section 4.2); undefined: the address on which it listens. */
  readonly publicUrl?: string | undefined;
  /** Undefined: a proxy ends TLS. */
  readonly tls?: TlsFiles | undefined;
  /** Whose word on a client's certificate and address is taken. */
  readonly trustedProxies?: readonly string[];
  readonly slowdown?: SlowdownBounds;
  readonly bounds?: OperationBounds;
}

export interface OpenStore {
  readonly rooms: CorridorRooms;
  readonly tripwires: Tripwires;
  readonly catalogue: Catalogue;
  readonly lifecycle: Lifecycle;
  /** The register, and what of it was carried out when the store was opened; undefined when none was named. */
  readonly erasures: { readonly register: ErasureRegister; readonly carriedOut: Application } | undefined;
  close(): Promise<void>;
}

export interface RunningServer {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Registered operations that the policy answers to nobody any more, each with why. */
  readonly unanswered: readonly string[];
  /** For a second listener beside its own: the demo's, on which TLS ends. */
  readonly listener: Listener;
  /** Lets the watcher read the ledger on; resolves when it has, at once where another process watches. */
  readOn(): Promise<void>;
  close(): Promise<void>;
}

function ignoreFailure(): void {}

/** Connections of one process; one of them watches. */
const poolSize = 11;
const statementTimeoutMs = 10_000;
/** Requests at once that wait for an issuer's new key, as many as wait for their refusal (`slowdownBounds`). */
const waitingForKeysAtMost = 200;

/** @throws Failure POLICY_INVALID, with every problem: where it stands, what it is, what to write instead. */
export function compileOrFail(sources: readonly SchemaSource[]): CompiledPolicy {
  const compiled = compilePolicy(sources, sha256Hex);
  if ('policy' in compiled) return compiled.policy;
  const problems = compiled.problems.map(printProblem).join('\n');
  throw new Failure('POLICY_INVALID', `the policy does not compile:\n${problems}`);
}

/**
 * Compiles the policy, migrates the database and holds the one against the other.
 *
 * @throws Failure POLICY_INVALID, STORE_UNAVAILABLE, STORE_MISMATCH, MIGRATION_FAILED or ERASURE_REGISTER_INVALID; nothing stays open.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const policy = compileOrFail(options.sources);
  await migrate({ url: options.databaseUrl, storeFolder: options.migrations });
  const database = await Database.connect({
    url: options.databaseUrl,
    max: poolSize,
    statementTimeoutMs,
    applicationName: 'cloison',
  });
  try {
    await requireDurable(database);
    const catalogue = await readCatalogue(database);
    requireFit([...checkCatalogue(policy, catalogue), ...checkReachViews(policy, await readViewReads(database))]);
    const vault = new Vault(options.keyring);
    const types: ColumnTypes = (table, column) => columnType(catalogue, table, column);
    const rows = new RowReader(types);
    requireFit(await checkPlans(database, lookupStatements(policy, rows)));
    const onFailure = options.onFailure ?? ignoreFailure;
    const ledger = new Ledger(database, onFailure);
    const tripwires = new Tripwires(database, ledger, onFailure);
    const rooms: CorridorRooms = {
      policy,
      database,
      register: new Register(database, options.clock),
      budget: new Budget(policy, database, types),
      ledger,
      lookups: tripwires,
      rows,
      writer: new RowWriter(types),
      vault,
      openers: new ColumnOpeners(vault),
      indexes: new BlindIndexes(vault),
      clock: options.clock,
      types,
      persons: new PersonDesk({ database, policy, vault, types, clock: options.clock }),
    };
    await requireKeys(rooms);
    const lifecycle: Lifecycle = {
      database,
      vault,
      clock: options.clock,
      zones: policy.zones,
      plans: erasurePlans(policy, catalogue),
      onErased: [(session, erased) => rooms.persons.erased(session, erased), forgetRequests],
    };
    const erasures = await carryOut(lifecycle, options.erasureRegister);
    const close = async (): Promise<void> => {
      await rooms.ledger.close();
      await database.close();
    };
    return { rooms, tripwires, catalogue, lifecycle, erasures, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Nobody whom a backup brought back is there when anybody is served. */
async function carryOut(lifecycle: Lifecycle, path: string | undefined): Promise<OpenStore['erasures']> {
  if (path === undefined) return undefined;
  const register = new ErasureRegister(path, lifecycle.vault.erasures);
  return { register, carriedOut: await applyRegister(lifecycle, register) };
}

function requireFit(problems: readonly StoreProblem[]): void {
  if (problems.length === 0) return;
  throw new Failure(
    'STORE_MISMATCH',
    `the database does not fit the policy:\n${problems.map(printStoreProblem).join('\n')}`,
  );
}

/** Serves an open store; closing the server leaves the store to its owner. @throws Failure ISSUER_UNAVAILABLE. */
export async function startServer(store: OpenStore, options: ServerOptions): Promise<RunningServer> {
  const { rooms } = store;
  const { clock, policy } = rooms;
  const keys = createIssuerKeys({
    issuer: options.issuer,
    clock,
    demoKeys: options.demoKeys,
    waitingAtMost: waitingForKeysAtMost,
    onFailure: options.onFailure,
  });
  await keys.refresh();
  const bounds = options.bounds ?? operationBounds;
  const slowdown = new Slowdown(clock, options.slowdown ?? slowdownBounds);
  const servers = new Map(
    await Promise.all(
      [...policy.roles.values()].map(
        async (role) =>
          [
            role.role,
            await startRoleServer({ rooms, role, bounds, challengeOf, onFailure: options.onFailure }),
          ] as const,
      ),
    ),
  );
  const judge = new OperationJudge(policy, bounds);
  const unanswered = await unansweredOperations(rooms.register, judge);
  const { issuer, audience, onFailure } = options;
  const slowed = new SlowedAccounts(rooms.database);
  const deps = authentication(rooms, { issuer, audience, keys, slowdown, onFailure });
  const gateway = await startGateway(
    {
      servers,
      authenticate: (transport) => authenticate(transport, deps),
      admitOperation: operationGate({
        operations: rooms.register,
        clock,
        digest: sha256,
        problemOf: (role, text, purpose) => judge.problemOf(role, text, purpose),
      }),
      challengeOf,
      proofNonce: () => rooms.vault.nonces.current(clock.now()),
      connection: connectionReader({ trustedProxies: options.trustedProxies ?? [], digest: sha256 }),
      slowdown,
      bounds,
      tls: options.tls,
      pass: (account) => slowed.pass(account),
      onRefused: (caller, refusal) => {
        noteRefusal(rooms, caller, refusal);
      },
      onDelivered: ({ served }) => settleDelivered(rooms.ledger, served),
      onWithheld: ({ served }) => settleWithheld(rooms.ledger, recordingsOf(served)),
      isReady: sharedProbe(() => answers(rooms.database)),
      onFailure: options.onFailure,
    },
    options.port,
    options.host,
  );
  deps.endpoint = options.publicUrl ?? gateway.url;
  const upkeep = await startUpkeep({ ...options, ...store, slowed });
  return {
    url: gateway.url,
    unanswered,
    listener: gateway.listener,
    readOn: () => upkeep.readOn(),
    close: async () => {
      await gateway.close();
      await Promise.all([...servers.values()].map((server) => server.stop()));
      await upkeep.stop();
    },
  };
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.read({ name: 'ready', text: 'SELECT 1', values: [] });
    return true;
  } catch {
    return false;
  }
}

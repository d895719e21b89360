/**
 * Two walls, each tried alone (law 3): another role's contract is executed with the shield off, so that plan and store must
 * refuse by the role's own grant; then with the shield on and a grant that believes whatever that contract says, so that the
 * shield must. A wall that is missing shows, though the other one would have held.
 */
import type { RolePolicy, Gate, TypeGrant } from '../../policy/compiled.js';
import type { OpenStore } from '../../main.js';
import type { Caller, PurposeName, RoleName } from '../../kernel/caller.js';
import { operationBounds } from '../../gateway/operationBounds.js';
import { startSchemaServer } from '../../gateway/roleServer.js';
import { roleSchema } from '../../gateway/roleSchema.js';
import { shielded } from '../../gateway/shield.js';
import { everyRung } from '../reading/granted.js';
import type { RungOfField } from '../reading/granted.js';
import type { CallerReading } from '../reading/callerReading.js';
import { application } from '../serving/accounts.js';
import type { ProofAccount } from '../serving/accounts.js';
import type { Asking } from './asker.js';
import { accessPaths } from './accessPaths.js';
import type { AccessPath } from './accessPaths.js';
import { idOf } from './asker.js';
import { idOfNobody, queryOf } from './refusals.js';

interface Question {
  readonly coordinate: string;
  readonly query: string;
  /** Among the types of an interface or a union one that is not the role's has no rows: that is no refusal. */
  readonly mayBeNobody: boolean;
}

/** What another role's contract holds that the asker's own grant does not name. */
interface ForeignContract {
  readonly contract: RolePolicy;
  readonly questions: readonly Question[];
}

export async function askWalls(asking: Asking, store: OpenStore): Promise<void> {
  const { role, purpose } = asking.reading.asker;
  const truth = store.rooms.policy.roles.get(role);
  if (truth === undefined) return;
  for (const foreign of foreignContracts(asking, store)) {
    const { contract } = foreign;
    const bare = roleSchema(
      store.rooms.policy,
      contract,
      { query: {}, mutation: {} },
      { budgetsOf: () => Promise.resolve([]) },
    );
    await askWall(asking, store, foreign, { wall: 'GRANT_ALONE', schema: bare, believed: truth });
    const schema = shielded(bare, store.rooms.policy, truth);
    await askWall(asking, store, foreign, {
      wall: 'SHIELD_ALONE',
      schema,
      believed: believing(truth, contract, purpose),
    });
  }
}

interface Wall {
  readonly wall: 'GRANT_ALONE' | 'SHIELD_ALONE';
  readonly schema: Parameters<typeof startSchemaServer>[0];
  /** What plan and store take for the role. */
  readonly believed: RolePolicy;
}

async function askWall(
  { tally, account, reading }: Asking,
  { rooms }: OpenStore,
  { questions }: ForeignContract,
  { wall, schema, believed }: Wall,
): Promise<void> {
  const server = await startSchemaServer(schema, {
    rooms,
    role: believed,
    bounds: operationBounds,
    challengeOf: ignore,
    onFailure: ignore,
  });
  const { role, purpose } = reading.asker;
  try {
    for (const { coordinate, query, mayBeNobody } of questions) {
      const { body } = await server.executeOperation(
        { query },
        {
          contextValue: {
            caller: callerOf(account, purpose, rooms.clock.now()),
            signal: new AbortController().signal,
            answer: undefined,
            served: [],
          },
        },
      );
      const result = body.kind === 'single' ? body.singleResult : { data: null, errors: [] };
      const codes = (result.errors ?? []).map(({ extensions }) => String(extensions?.['code']));
      const isServed = Object.values(result.data ?? {}).some((value) => value !== null);
      const served = codes.length === 0 || isServed ? 'SERVED' : `REFUSED ${[...new Set(codes)].join(' ')}`;
      const isNobody = mayBeNobody && codes.length === 0 && !isServed;
      const isRefused = wall === 'GRANT_ALONE' && (isNobody || served.startsWith('REFUSED F'));
      const expected = isRefused ? served : 'REFUSED FORBIDDEN';
      tally.add({ kind: 'WALL', role, purpose, coordinate, state: wall }, expected, served);
    }
  } finally {
    await server.stop();
  }
}

/** Each foreign coordinate once, by the contract of the first role that has it. */
function foreignContracts(asking: Asking, { rooms }: OpenStore): readonly ForeignContract[] {
  const { reading } = asking;
  const { role, purpose } = reading.asker;
  const asked = new Set<string>();
  return [...rooms.policy.roles.values()].flatMap((contract): readonly ForeignContract[] => {
    if (contract.role === role) return [];
    const readings = contract.purposes.map((each) => reading.as({ role: contract.role, purpose: each, claims: {} }));
    const questions = everyRung(reading.policy).flatMap((rung) => {
      const coordinate = `${rung.type.name}.${rung.name}`;
      const holder = readings.find((each) => isGranted(each, rung));
      if (holder === undefined || asked.has(coordinate) || isGranted(reading.as({ ...reading.asker, purpose }), rung))
        return [];
      const query = queryOf(rung, holder);
      if (query === undefined) return [];
      asked.add(coordinate);
      const [path] = accessPaths(holder).get(rung.type.name) ?? [];
      return [{ coordinate, query: meaning(query, path, asking), mayBeNobody: path?.root.isAbstract === true }];
    });
    return questions.length === 0 ? [] : [{ contract, questions }];
  });
}

/** The query with the id of a row that is there: who is let through must be seen to be. */
function meaning(query: string, path: AccessPath | undefined, asking: Asking): string {
  const type = path?.root.type ?? '';
  const [row] = asking.reading.world.rows.get(type) ?? [];
  return row === undefined ? query : query.replace(idOfNobody, idOf(asking, type, row.id));
}

function isGranted(reading: CallerReading, { type, name }: RungOfField): boolean {
  return reading.granted(type.name).some((granted) => granted.name === name);
}

/** The role as it would be if the whole of another's contract were granted to it, through its own links where it has any. */
function believing(truth: RolePolicy, contract: RolePolicy, purpose: string): RolePolicy {
  const types = [...contract.types].map(([name, grant]): readonly [string, TypeGrant] => {
    const own = truth.types.get(name)?.visible.get(purpose);
    return [name, { ...grant, ...believedFields(grant, purpose, own) }];
  });
  return { ...truth, types: new Map(types), roots: contract.roots };
}

function believedFields(
  grant: TypeGrant,
  purpose: string,
  own: Gate | undefined,
): Pick<TypeGrant, 'fields' | 'visible'> {
  const [any = { kind: 'open' } as const] = grant.visible.values();
  const gates = new Map([[purpose, own ?? any]]);
  const fields = [...grant.fields].map(
    ([name, field]) => [name, { ...field, gates, restrictedBy: [], stepUpFor: new Set<string>() }] as const,
  );
  return { fields: new Map(fields), visible: gates };
}

function ignore(): undefined {
  return undefined;
}

/** As identity would have made it of the account's token. */
function callerOf({ role, claims }: ProofAccount, purpose: string, now: number): Caller {
  return {
    role: role.name as RoleName,
    purpose: purpose as PurposeName,
    claims,
    application,
    tokenId: 'prove',
    expiresAt: Math.floor(now / 1000) + 3600,
    kind: 'PERSON',
    actor: undefined,
    sender: 'DPOP',
    key: undefined,
    authenticatedAt: Math.floor(now / 1000),
    standing: {
      isInQuarantine: false,
      isAdministrator: false,
      isSubmissionOnly: false,
      stoppedFields: [],
      absorbed: [],
    },
    registerVersion: '',
  };
}

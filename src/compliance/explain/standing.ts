/** What the register says of an account now: whether it is let in at all, and which fields are stopped for everybody. */
import type { RolePolicy } from '../../policy/compiled.js';
import { listStops } from '../../register/listStops.js';
import { showAccount } from '../../register/showAccount.js';
import type { Database } from '../../store/database.js';

export interface AccountStanding {
  readonly isAdmitted: boolean;
  /** In words, worst first. */
  readonly words: readonly string[];
  /** Names of fields, of the store or of a contract. */
  readonly stoppedFields: ReadonlySet<string>;
}

/** Of a role whose holders stand in no register (a data subject), only stops are looked at. */
export async function accountStanding(database: Database, role: RolePolicy, account: string): Promise<AccountStanding> {
  const stops = [...(await listStops(database, 'ROLE', role.role)), ...(await listStops(database, 'EVERYTHING', '*'))];
  const stopped = stops.map(
    ({ kind, target, reason, stoppedAt }) => `${kind} ${target} is stopped since ${stoppedAt}: ${reason}`,
  );
  const registered = role.authentication.isRegistered ? await registeredWords(database, account) : admittedAs(account);
  return {
    isAdmitted: registered.isAdmitted && stopped.length === 0,
    words: [...stopped, ...registered.words],
    stoppedFields: await stoppedFields(database),
  };
}

type Words = Pick<AccountStanding, 'isAdmitted' | 'words'>;

function admittedAs(account: string): Words {
  return { isAdmitted: true, words: [`${account} stands in no register: the person asks for the own file`] };
}

async function registeredWords(database: Database, account: string): Promise<Words> {
  const shown = await showAccount(database, account);
  if (shown === undefined) return { isAdmitted: false, words: [`the register knows no account ${account}`] };
  const { state, organisation, unit, stops } = shown;
  const words = [
    ...stops.map(({ kind, target, reason, stoppedAt }) => `${kind} ${target} is stopped since ${stoppedAt}: ${reason}`),
    `${account} of organisation ${organisation}${unit === null ? '' : `, unit ${unit}`} is ${stateWords[state]}`,
  ];
  return { isAdmitted: state === 'ACTIVE' || state === 'QUARANTINE', words };
}

const stateWords = {
  ACTIVE: 'active',
  QUARANTINE: 'in quarantine: short pages and a small budget until somebody approves it',
  STOPPED: 'stopped',
  CLOSED: 'closed',
} as const;

async function stoppedFields(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.read({
    name: '',
    text: "SELECT w.target FROM cloison.stop w WHERE w.kind = 'FIELD' AND w.reinstated_at IS NULL",
    values: [],
  });
  return new Set(rows.map((row) => String(row['target'])));
}

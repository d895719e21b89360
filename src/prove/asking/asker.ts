/** One account that asks for one purpose, and what each of its questions shares. */
import { organisationScope } from '../../kernel/idScope.js';
import { uuidBytes } from '../../kernel/uuid.js';
import type { Uuid } from '../../kernel/uuid.js';
import type { Vault } from '../../vault/vault.js';
import type { Coverage } from '../coverage.js';
import type { CallerReading } from '../reading/callerReading.js';
import { wayName } from '../reading/ways.js';
import type { ProofAccount } from '../serving/accounts.js';
import type { Desk, Freshness, Reply } from '../serving/desk.js';
import type { CaseKind, Tally } from '../tally.js';
import type { Judging } from './judgeRow.js';
import type { Pseudonyms } from './pseudonyms.js';

export interface Asking {
  readonly desk: Pick<Desk, 'ask'>;
  readonly vault: Vault;
  readonly tally: Tally;
  readonly pseudonyms: Pseudonyms;
  readonly account: ProofAccount;
  readonly reading: CallerReading;
  readonly coverage: Coverage;
}

export type Bound = NonNullable<ProofAccount['role']['bound']>;

export function boundOf({ account }: Asking): Bound {
  return account.role.bound ?? { page: 1, cost: 1 };
}

export function ask({ desk, account, reading }: Asking, query: string, freshness: Freshness = 'FRESH'): Promise<Reply> {
  return desk.ask(account, reading.asker.purpose, query, freshness);
}

/** Ids are the engine's: the reading says whose row it is, the vault what this caller calls it. */
export function idOf({ vault, account }: Asking, type: string, key: string): string {
  return vault.ids(scopeOf(account), type).encode(uuidBytes(key as Uuid))[0] ?? '';
}

function scopeOf({ claims }: ProofAccount): string {
  return claims['ORGANISATION'] === undefined ? `account ${claims.ACCOUNT}` : organisationScope(claims['ORGANISATION']);
}

/** What is granted is answered: a refusal is a mismatch by itself. */
export function isAnswered({ tally, reading }: Asking, kind: CaseKind, coordinate: string, reply: Reply): boolean {
  const served = servedOf(reply);
  if (served === 'SERVED') return true;
  const { role, purpose } = reading.asker;
  tally.add({ kind, role, purpose, coordinate, state: 'NONE' }, 'SERVED', served);
  return false;
}

/** `SERVED`, or the codes of the refusal. */
export function servedOf({ codes, status, data }: Reply): string {
  if (status === 200 && codes.length === 0 && data !== null && data !== undefined) return 'SERVED';
  const refused = codes.length === 0 ? `STATUS ${status}` : `REFUSED ${[...new Set(codes)].join(' ')}`;
  return Object.values(data ?? {}).some((value) => value !== null) ? `${refused} AND SERVED` : refused;
}

export function judgingOf(asking: Asking, kind: CaseKind, { withheld }: Reply): Judging {
  const { reading, tally, pseudonyms, coverage } = asking;
  return {
    reading,
    tally,
    pseudonyms,
    withheld,
    kind,
    idOf: (type, key) => idOf(asking, type, key),
    noteStates: (row, { ways }) => {
      if (ways === 'EVERYBODY') return;
      for (const way of ways) coverage.note(reading.asker.role, wayName(way), reading.stateOf(row, way));
    },
  };
}

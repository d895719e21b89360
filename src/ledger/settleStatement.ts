/** What became of operations that stand in the ledger, written in one statement for many. */
import type { Statement } from '../store/statement.js';
import { uuidArray } from './uuidArray.js';
import type { Recording } from './entry.js';

export interface Settlement {
  readonly recording: Recording;
  /** DELIVERED: the answer was handed to the client's connection. PART: but for `unserved`. WITHHELD: nothing left. */
  readonly outcome: 'DELIVERED' | 'PART' | 'WITHHELD';
  /** Persons that a search held and did not find. */
  readonly unserved: readonly string[];
  /** Probes that were counted as misses and found somebody. */
  readonly found: number;
}

export function settleStatement(settlements: readonly Settlement[]): Statement {
  const plain = settlements.filter(isPlain);
  const others = settlements.filter((settlement) => !isPlain(settlement));
  const settlement = {
    delivered: `{${plain.map(({ recording }) => recording.entry).join()}}`,
    others: others.map(({ recording, outcome, unserved, found }) => ({
      entry: recording.entry,
      outcome,
      persons: uuidArray(unserved),
      found,
      scopes: recording.scopes,
    })),
  };
  return {
    name: 'ledger_settle',
    text: 'SELECT cloison.settle($1::jsonb)',
    values: [JSON.stringify(settlement)],
  };
}

/** Whatever held persons or misses must give them back, or keep them for good. */
function isPlain({ outcome, unserved, found, recording }: Settlement): boolean {
  return outcome === 'DELIVERED' && unserved.length === 0 && found === 0 && recording.held.length === 0;
}

/**
 * A breach as it is written down: what the ledger says, and how far the ledger had come. No time of writing is in it, so that the
 * same question to the same ledger gives the same bytes.
 */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Database } from '../../store/database.js';
import type { Session } from '../../store/session.js';
import { chooseEntries } from './chosenEntries.js';
import type { Circumstances, Hour } from './circumstances.js';
import { circumstancesOf } from './circumstances.js';
import type { DisclosedPerson } from './disclosedPersons.js';
import { eachDisclosedPerson } from './disclosedPersons.js';
import type { LedgerExtent } from './extent.js';
import type { BreachQuestion } from './question.js';
import type { CategoryCount, FieldCount, PersonCount } from './tally.js';
import { Tally } from './tally.js';

export const breachFormat = 'cloison-breach/1';

export interface BreachRecord extends Omit<Circumstances, 'hours'> {
  readonly format: typeof breachFormat;
  readonly question: BreachQuestion;
  readonly ledger: LedgerExtent;
  /** Digest of the policy that named the categories. */
  readonly policy: string;
  readonly persons: PersonCount;
  readonly fields: readonly FieldCount[];
  readonly categories: readonly CategoryCount[];
  readonly hours: readonly (Hour & { readonly newPersons: number })[];
}

export interface BreachSources {
  readonly database: Database;
  readonly policy: CompiledPolicy;
}

/** Reads the ledger as far as `extent`; `write` gets the lines of persons.csv, piece by piece. */
export function readBreach(
  { database, policy }: BreachSources,
  question: BreachQuestion,
  extent: LedgerExtent,
  write: (text: string) => Promise<void>,
): Promise<BreachRecord> {
  return database.transaction(async (session) => {
    await chooseEntries(session, question, extent);
    const { hours, ...circumstances } = await circumstancesOf(session, question, extent);
    const { newPersons, ...tallied } = await tallyPersons(session, policy, write);
    return {
      format: breachFormat,
      question,
      ledger: extent,
      policy: policy.digest,
      ...circumstances,
      ...tallied,
      hours: hours.map((hour) => ({ ...hour, newPersons: newPersons.get(hour.hour) ?? 0 })),
    };
  });
}

const head = 'person,delivery,first,last,answers,fields\n';
const pieceLength = 65_536;

async function tallyPersons(
  session: Session,
  policy: CompiledPolicy,
  write: (text: string) => Promise<void>,
): Promise<ReturnType<Tally['tallied']>> {
  const tally = new Tally(policy);
  let piece = head;
  await eachDisclosedPerson(session, (person) => {
    tally.add(person);
    piece += linesOf(person);
    if (piece.length < pieceLength) return undefined;
    const full = piece;
    piece = '';
    return write(full);
  });
  await write(piece);
  return tally.tallied();
}

/** Ids and coordinates need no quoting. */
function linesOf({ person, served }: DisclosedPerson): string {
  return served
    .map(
      ({ fields, delivery, first, last, answers }) => `${person},${delivery},${first},${last},${answers},${fields}\n`,
    )
    .join('');
}

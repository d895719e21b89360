/** Whether a breach file is what this store wrote, and what its ledger still says. */
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../kernel/failure.js';
import { canonicalJson } from '../canonicalJson.js';
import type { BreachTools } from './breachFolder.js';
import { fileDigest, personsName, readOf, recordName, signedFiles } from './breachFolder.js';
import type { BreachSources } from './breachRecord.js';
import { breachFormat, readBreach } from './breachRecord.js';
import type { LedgerExtent } from './extent.js';
import { hasCheckpoint, ledgerExtent } from './extent.js';
import { breachQuestion, marks } from './question.js';
import type { BreachQuestion } from './question.js';

export interface Verification {
  /** INVALID: the signature is not that of this store's ledger key. */
  readonly signature: 'VALID' | 'INVALID';
  /** Signed files that are no longer what was signed. A draft may be: an officer writes on in it. */
  readonly changed: readonly string[];
  /** PRUNED: entries that were there when the file was made are gone by retention. SHORTER: the ledger ends before the file's last entry. */
  readonly ledger: 'SAME' | 'DIFFERENT' | 'PRUNED' | 'SHORTER';
  /** Members of the record that the ledger does not say (any more). */
  readonly differs: readonly string[];
  /** Categories are named by the policy: another one than the file's was at hand, so that they were not compared. */
  readonly isPolicyAnother: boolean;
}

const recordForm = z.object({
  format: z.literal(breachFormat),
  question: z.object({ mark: z.enum(marks), value: z.string(), from: z.string(), to: z.string() }),
  ledger: z.object({
    firstEntry: z.int(),
    lastEntry: z.int(),
    lastEvent: z.int(),
    lastAlarm: z.int(),
    checkpoint: z.object({ size: z.int(), lastEntry: z.int(), root: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
  }),
  policy: z.string(),
});

/** The question, and how far the ledger had come, of a record that was written. @throws Failure USAGE */
function parseRecord(text: string): {
  readonly record: Readonly<Record<string, unknown>>;
  readonly question: BreachQuestion;
  readonly extent: LedgerExtent;
} {
  const record = jsonOf(text);
  const form = recordForm.safeParse(record);
  if (!form.success) throw new Failure('USAGE', `${recordName} is no record of the format ${breachFormat}.`);
  const { question, ledger } = form.data;
  return {
    record: { ...(record as object) },
    question: breachQuestion(question.mark, question.value, question.from, question.to),
    extent: ledger,
  };
}

/** Makes the file again, as far as the ledger had come then, and compares. */
export async function verifyBreach(sources: BreachSources, tools: BreachTools, folder: string): Promise<Verification> {
  const files = await signedFiles(folder, tools);
  const { record, question, extent } = parseRecord(await readOf(folder, recordName));
  const now = await ledgerExtent(sources.database);
  const persons = tools.newDigest();
  const made = await readBreach(sources, question, extent, (text) => {
    persons.update(Buffer.from(text));
    return Promise.resolve();
  });
  const isPolicyAnother = made.policy !== record['policy'];
  const isSamePersons = (await fileDigest(join(folder, personsName), tools)) === persons.soFar().toString('hex');
  const isSameTree = await hasCheckpoint(sources.database, extent.checkpoint);
  const differs = [
    ...differences(record, { ...made }, isPolicyAnother),
    ...(isSamePersons ? [] : [personsName]),
    ...(isSameTree ? [] : ['ledger']),
  ];
  const changed = [...(files ?? [])].filter(([, { isUnchanged }]) => !isUnchanged).map(([name]) => name);
  const isSigned = files?.has(recordName) === true && files.has(personsName);
  return {
    signature: isSigned ? 'VALID' : 'INVALID',
    changed,
    ledger: stateOf(differs, extent, now),
    differs,
    isPolicyAnother,
  };
}

/** Nothing that counts is amiss: drafts may have been written on. */
export function isVerified({ signature, changed, ledger }: Verification): boolean {
  return (
    signature === 'VALID' && ledger === 'SAME' && !changed.some((name) => name === recordName || name === personsName)
  );
}

function stateOf(differs: readonly string[], then: LedgerExtent, now: LedgerExtent): Verification['ledger'] {
  if (now.lastEntry < then.lastEntry) return 'SHORTER';
  if (differs.length === 0) return 'SAME';
  return now.firstEntry > then.firstEntry ? 'PRUNED' : 'DIFFERENT';
}

type Members = Readonly<Record<string, unknown>>;

function differences(one: Members, other: Members, isPolicyAnother: boolean): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
  return names.filter((name) => {
    if (!isPolicyAnother) return canonicalJson(one[name]) !== canonicalJson(other[name]);
    if (name === 'policy' || name === 'categories') return false;
    return canonicalJson(withoutCategory(one[name])) !== canonicalJson(withoutCategory(other[name]));
  });
}

function withoutCategory(member: unknown): unknown {
  if (!Array.isArray(member)) return member;
  return member.map((each: unknown) =>
    typeof each === 'object' && each !== null ? { ...each, category: null, sensitivity: null } : each,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

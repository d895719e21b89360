/**
 * Second stage: before anything is opened, the persons that will be are spent from the caller's budgets and written into the
 * ledger, in one commit. What is not recorded is not answered (law 6); what does not fit is refused, and no part of it is opened.
 */
import { exhausted } from '../budget/exhausted.js';
import { Failure } from '../kernel/failure.js';
import type { Spending } from '../kernel/spending.js';
import type { Operation, Outcome, Probe, Recording } from '../ledger/entry.js';
import { headOf } from '../ledger/entry.js';
import type { SelectionPlan } from '../plan/requestPlan.js';
import type { Session } from '../store/session.js';
import type { Disclosure } from './disclosureContext.js';
import { operationOfMatch } from './matches.js';
import type { Fetched, FetchedRoot } from './pages.js';
import { probingRoots } from './probing.js';
import { personsOf, shownPersons } from './shownPersons.js';

/** What may be opened: made here and nowhere else, and the only thing that `open` takes. */
export class Recorded {
  readonly fetched: Fetched;

  private constructor(fetched: Fetched) {
    this.fetched = fetched;
  }

  /** @throws Refused BUDGET_EXHAUSTED or MISSES_EXHAUSTED; Failure STORE_UNAVAILABLE. */
  static of(context: Disclosure, fetched: Fetched): Recorded | Promise<Recorded> {
    // An operation about organisations alone discloses nobody.
    const isAboutAny = fetched.roots.some(({ plan }) => isAboutPersons(plan.selection));
    if (!isAboutAny && fetched.matches.length === 0) return new Recorded(fetched);
    return recordAll(context, fetched, isAboutAny).then(() => new Recorded(fetched));
  }
}

/** Each match is an operation of its own: its misses are not the role's. */
async function recordAll(context: Disclosure, fetched: Fetched, isAboutAny: boolean): Promise<void> {
  for (const matched of fetched.matches) await recordOperation(context, await operationOfMatch(context, matched));
  if (isAboutAny) await recordOperation(context, operationOf(context, fetched));
}

/**
 * Spends and records until it is done: a share waits for its caseload to be counted. `scopes`: what it spends in place of the role's;
 * `session`: within a write's transaction.
 */
export async function recordOperation(
  context: Disclosure,
  operation: Omit<Operation, 'spending'> & { readonly isFree?: boolean; readonly scopes?: readonly Spending[] },
  session?: Session,
): Promise<Recording> {
  const { rooms, caller } = context;
  const { persons, held, isFree = false, isAlike = false } = operation;
  const scopes = operation.scopes ?? (isFree ? [] : await rooms.budget.spendingOf(caller));
  const tried = [...operation.probes.entries()].filter(
    ([, probe]) => isAlike || !rooms.budget.knows(scopes, probe.persons),
  );
  const probes = tried.map(([, probe]) => probe);
  const spent = { ...operation, probes, spending: rooms.budget.spendingOn(scopes, persons) };
  // Each scope of a caller may have to be counted once, and once more when it looks exhausted.
  for (let tries = 0; tries < 8; tries++) {
    const outcome = await written(context, spent, session);
    switch (outcome.kind) {
      case 'RECORDED': {
        const missed = outcome.recording.missed.flatMap((index) => tried[index]?.[0] ?? []);
        const recording = { ...outcome.recording, missed };
        context.recordings.push(recording);
        // What a transaction has spent is spent when it commits, and what a search holds may be given back.
        if (session === undefined && held.length === 0) rooms.budget.noteCounted(scopes, persons, recording.at);
        return recording;
      }
      case 'EXHAUSTED':
        throw exhausted(outcome.why);
      case 'COUNT':
        await rooms.budget.count(session ?? rooms.database, caller, outcome.scope, context.reading);
    }
  }
  throw new Failure('INTERNAL', 'a caseload that was just counted is not known');
}

async function written({ rooms }: Disclosure, spent: Operation, session: Session | undefined): Promise<Outcome> {
  try {
    return await (session === undefined ? rooms.ledger.disclose(spent) : rooms.ledger.discloseIn(session, spent));
  } catch (error) {
    rooms.budget.forget();
    throw error;
  }
}

function isAboutPersons({ rows, children }: SelectionPlan): boolean {
  return rows.model.kind !== 'entity' || children.some(({ selection }) => isAboutPersons(selection));
}

function operationOf(context: Disclosure, { roots }: Fetched): Omit<Operation, 'spending'> {
  const candidates = roots.filter(({ plan }) => plan.request.kind === 'find');
  return {
    ...shownPersons(roots),
    head: headOf(context.caller, {
      kind: 'READ',
      operation: rootsOf(roots),
      policy: context.rooms.policy.digest.slice(0, 16),
    }),
    probes: probingRoots(roots, (root) => root).map(probeOf),
    held: heldBy(candidates, roots),
  };
}

/** Candidates that no other root shows anyway. */
function heldBy(candidates: readonly FetchedRoot[], roots: readonly FetchedRoot[]): readonly string[] {
  if (candidates.length === 0) return [];
  const shown = new Set(personsOf(roots.filter((root) => !candidates.includes(root))));
  return personsOf(candidates).filter((person) => !shown.has(person));
}

function probeOf(field: readonly FetchedRoot[]): Probe {
  const persons = personsOf(field.map(({ page, shown }) => ({ page: { ...page, children: [] }, shown })));
  const isHeld = field.some(({ plan }) => plan.request.kind === 'find') && persons.length > 0;
  return { persons, isHeld };
}

/** Each field of the answer once, in the order of the document. */
function rootsOf(roots: readonly FetchedRoot[]): string {
  const names = new Map(roots.map(({ plan: { template } }) => [template.responseKey, `Query.${template.root.name}`]));
  return [...names.values()].join();
}

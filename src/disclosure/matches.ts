/**
 * A match: the caller's values to a token of a whole index, and from there to whether the person is there for the caller now. No
 * value is opened; what is absent, out of reach, ended, erased or restricted is no, found by the same statement (law 7).
 */
import { exhausted } from '../budget/exhausted.js';
import type { Spending } from '../kernel/spending.js';
import type { Operation } from '../ledger/entry.js';
import { headOf } from '../ledger/entry.js';
import type { MatchPlan, MatchTemplate } from '../plan/matching.js';
import { fixedColumns } from '../store/read/rowsSql.js';
import type { Disclosure } from './disclosureContext.js';
import { lookupToken } from './lookup.js';
import type { Matched } from './pages.js';

interface TokenOfMatch {
  readonly plan: MatchPlan;
  readonly token: Buffer;
}

/** @throws Refused ARGUMENT_INVALID, naming the field whose value has not its form. */
export function matchTokens(context: Disclosure, plans: readonly MatchPlan[]): readonly TokenOfMatch[] {
  return plans.map((plan) => ({ plan, token: lookupToken(context, plan.template.set.model, plan.values) }));
}

/** @throws Refused MISSES_EXHAUSTED or BUDGET_EXHAUSTED, before anybody is looked for. */
export async function fetchMatches(context: Disclosure, tokens: readonly TokenOfMatch[]): Promise<readonly Matched[]> {
  const matches: Matched[] = [];
  for (const { plan } of tokens) await requireSomethingLeft(context, plan.template);
  for (const { plan, token } of tokens) matches.push({ plan, person: await personFor(context, plan.template, token) });
  return matches;
}

async function requireSomethingLeft(context: Disclosure, template: MatchTemplate): Promise<void> {
  const why = await context.rooms.budget.exhaustionOf(await spendingOf(context, template));
  if (why !== undefined) throw exhausted(why);
}

async function personFor(
  { rooms, reading }: Disclosure,
  { selection, set }: MatchTemplate,
  token: Buffer,
): Promise<string | undefined> {
  const rows = await rooms.rows.read(rooms.database, {
    selection,
    mode: { kind: 'lookup', index: set.index.column, fromLinks: false },
    reading,
    given: { token, limit: 1 },
  });
  return rows.count === 1 ? rows.uuidText(0, fixedColumns.person) : undefined;
}

/** A no is a miss of the field's own; a yes counts among the role's persons, and its misses are no matter. */
async function spendingOf(
  { rooms, caller }: Disclosure,
  { name, misses }: MatchTemplate,
): Promise<readonly Spending[]> {
  const ofRole = await rooms.budget.spendingOf(caller);
  const own = await rooms.budget.ownSpendingOf(caller, { root: name, persons: [], misses });
  return [...ofRole.map((spending) => ({ ...spending, misses: [] })), ...own];
}

/** Spent and recorded as one: whomever it found, it is refused alike. */
export async function operationOfMatch(
  context: Disclosure,
  { plan: { template }, person }: Matched,
): Promise<Omit<Operation, 'spending'> & { readonly scopes: readonly Spending[] }> {
  const persons = person === undefined ? [] : [person];
  return {
    head: headOf(context.caller, {
      kind: 'READ',
      operation: `Query.${template.name}`,
      policy: context.rooms.policy.digest.slice(0, 16),
    }),
    persons,
    shapes: person === undefined ? [] : [template.confirms],
    shapeOf: undefined,
    probes: [{ persons, isHeld: false }],
    held: [],
    isAlike: true,
    scopes: await spendingOf(context, template),
  };
}

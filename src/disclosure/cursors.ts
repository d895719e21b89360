/**
 * Cursors: where a page stopped, sealed and bound to account, purpose, query, filter, order and policy, and short-lived.
 * A policy deployed while a partner pages costs it one clear error and no lost page: it asks the page again from its own
 * last row through `changedSince`, or starts over.
 */
import { canonicalBytes } from '../kernel/canonical.js';
import { refuse } from '../kernel/refusal.js';
import type { ListPlan, RootPlan } from '../plan/requestPlan.js';
import type { Disclosure } from './disclosureContext.js';

/** How long a cursor holds. A nightly copy of a whole caseload fits; a stolen cursor does not last. */
const cursorLifetimeSeconds = 24 * 3600;

export interface NestedPlace {
  readonly child: ListPlan;
  /** Hex of the parent's key. */
  readonly parent: string;
}

/** The key of the last row shown, as hex. @throws Refused CURSOR_INVALID, CURSOR_EXPIRED, CURSOR_POLICY_CHANGED. */
export function openPosition(
  context: Disclosure,
  root: RootPlan,
  nested: NestedPlace | undefined,
  cursor: string,
): string {
  const { vault, policy } = context.rooms;
  const opened = vault.cursors.open(cursor, bindingOf(context, root, nested), context.now);
  if (opened.outcome === 'invalid') {
    throw refuse('CURSOR_INVALID', 'The cursor is not one of this query: start again without `after`.');
  }
  if (opened.outcome === 'expired')
    throw refuse('CURSOR_EXPIRED', 'The cursor has expired: start again without `after`.');
  const digest = opened.position.toString('hex', 16);
  if (digest !== policyMark(policy.digest)) {
    throw refuse(
      'CURSOR_POLICY_CHANGED',
      'The policy has changed since this page was made: start again without `after`.',
    );
  }
  return opened.position.toString('hex', 0, 16);
}

export function sealPosition(
  context: Disclosure,
  root: RootPlan,
  nested: NestedPlace | undefined,
  key: Buffer,
): string {
  const { vault, policy } = context.rooms;
  const position = Buffer.concat([key, Buffer.from(policyMark(policy.digest), 'hex')]);
  return vault.cursors.seal(position, bindingOf(context, root, nested), context.now + cursorLifetimeSeconds * 1000);
}

function policyMark(digest: string): string {
  return digest.slice(0, 16);
}

function bindingOf(context: Disclosure, root: RootPlan, nested: NestedPlace | undefined): Buffer {
  const { caller } = context;
  const place = nested === undefined ? [] : [nested.child.responseKey, nested.child.field.coordinate, nested.parent];
  return canonicalBytes([
    caller.claims.ACCOUNT,
    context.scope,
    caller.role,
    caller.purpose,
    root.cursorScope,
    ...place,
  ]);
}

/**
 * What a caller may not ask just now, whatever its role may: what is stopped, what needs a fresh authentication, what an
 * account does only once somebody has approved it. Judged on the operation alone, before any read, always in one order.
 */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Asking } from './asking.js';
import type { Reading } from './reading.js';
import type { IdMapping } from './idMapping.js';
import { idMappingRoot } from './idMapping.js';
import type { MatchPlan } from './matching.js';
import type { ListPlan, PageRequest, RootPlan, SelectionPlan } from './requestPlan.js';

/** Rows of a page, and of each list below it, that an account in quarantine gets. */
export const quarantinePage = 5;
/** Rows of an operation of such an account, over all its aliases and lists: a page, and one below each of its rows. */
const quarantineRows = quarantinePage + quarantinePage * quarantinePage;

interface AskedRead extends Reading {
  readonly roots: readonly RootPlan[];
  readonly mappings: readonly IdMapping[];
  readonly matches: readonly MatchPlan[];
  readonly pages: ReadonlyMap<ListPlan, PageRequest>;
}

/** @throws Refused FIELD_STOPPED, SUBMISSION_ONLY, AUTHENTICATION_INSUFFICIENT, MACHINE_NOT_ADMITTED, IN_QUARANTINE. */
export function requireAdmittedRead(asked: AskedRead, asking: Asking): void {
  requireRunning(asked, asking);
  if (asking.standing.isSubmissionOnly) throw submissionOnly();
  requireFresh(asked, asking);
  if (!asking.standing.isInQuarantine) return;
  if (asked.mappings.length > 0) throw inQuarantine(`${idMappingRoot} is not for it until then`);
  if (asked.matches.length > 0) throw inQuarantine('it looks nobody up until then');
  for (const root of asked.roots) requireFewRows(root);
  for (const [{ definition }, page] of asked.pages) requireFewOf(definition.name, page);
  const rows = asked.roots.reduce((sum, root) => sum + rowsOf(root, asked.pages), 0);
  if (rows > quarantineRows)
    throw inQuarantine(`an operation takes ${String(quarantineRows)} rows at most until then, not ${String(rows)}`, {
      cap: quarantineRows,
    });
}

/** The most that a root brings: lists below lists multiply, and would walk from person to person. */
function rowsOf({ request, selection }: RootPlan, pages: AskedRead['pages']): number {
  return (request.kind === 'list' ? request.first : 1) * (1 + rowsBelow(selection, pages));
}

function rowsBelow({ children }: SelectionPlan, pages: AskedRead['pages']): number {
  return children.reduce((sum, child) => {
    const below = rowsBelow(child.selection, pages);
    if (child.kind === 'relation') return sum + below;
    const page = pages.get(child);
    invariant(page, 'each list of a plan has its page');
    return sum + page.first * (1 + below);
  }, 0);
}

interface AskedWrite extends Reading {
  /** Whether a written row is shown. */
  readonly readsRows: boolean;
}

/** @throws as {@link requireAdmittedRead} */
export function requireAdmittedWrite(asked: AskedWrite, asking: Asking): void {
  requireRunning(asked, asking);
  const submits = asking.kind === 'MACHINE' && asking.sender === 'CERTIFICATE' && !asked.readsRows;
  if (asking.standing.isSubmissionOnly && !submits) throw submissionOnly();
  requireFresh(asked, asking);
  if (asking.standing.isInQuarantine) throw inQuarantine('it writes nothing until then');
}

/**
 * A person answers for what is opened: no machine opens, and nobody in the name of another. Throws as {@link requireAdmittedRead}, and
 * Refused FORBIDDEN.
 */
export function requireAdmittedOpening(asked: Reading, asking: Asking): void {
  requireRunning(asked, asking);
  if (asking.standing.isSubmissionOnly) throw submissionOnly();
  if (asking.kind === 'MACHINE')
    throw refuse('MACHINE_NOT_ADMITTED', 'A person opens a file for a reason, and answers for it.');
  if (asking.actor !== undefined) throw refuse('FORBIDDEN', 'Nobody opens a file in the name of another.');
  requireFresh(asked, asking);
  if (asking.standing.isInQuarantine) throw inQuarantine('it opens nothing until then');
}

/** @throws Refused FIELD_STOPPED */
export function requireRunning(
  { coordinates }: Pick<Reading, 'coordinates'>,
  { standing: { stoppedFields } }: Asking,
): void {
  const stopped = coordinates.find((coordinate) => stoppedFields.includes(coordinate));
  if (stopped !== undefined) throw refuse('FIELD_STOPPED', `${stopped} is stopped.`);
}

export function submissionOnly(): Error {
  return refuse('SUBMISSION_ONLY', 'Reading is stopped: a machine may go on handing in.');
}

/** The challenge of RFC 9470, section 3: what would do, and for which fields. */
function requireFresh({ stepUp }: Reading, { kind, authenticatedAt, nowSeconds, authentication }: Asking): void {
  const [first] = stepUp;
  if (first === undefined) return;
  if (kind === 'MACHINE') {
    throw refuse('MACHINE_NOT_ADMITTED', `${first} asks for a person who has just authenticated.`, { fields: stepUp });
  }
  const { acr, stepUpAgeSeconds } = authentication;
  invariant(stepUpAgeSeconds, 'a role with a field that asks for it says how fresh');
  if (nowSeconds - (authenticatedAt ?? -Infinity) <= stepUpAgeSeconds) return;
  throw refuse(
    'AUTHENTICATION_INSUFFICIENT',
    `${stepUp.join(', ')}: the person must have authenticated in the last ${String(stepUpAgeSeconds)} seconds.`,
    { acrValues: acr, maxAge: stepUpAgeSeconds, fields: stepUp },
  );
}

function requireFewRows({ template, request }: RootPlan): void {
  const { name } = template.root;
  if (request.kind === 'find') throw inQuarantine('it looks nobody up until then');
  if (request.kind !== 'list') return;
  if (request.filter.length > 0 || request.changedSince !== undefined)
    throw inQuarantine(`${name} takes no filter and no changedSince until then`);
  requireFewOf(name, request);
}

function requireFewOf(name: string, { first, after }: PageRequest): void {
  if (first > quarantinePage) {
    throw inQuarantine(`${name}(first:) takes ${String(quarantinePage)} at most until then`, { cap: quarantinePage });
  }
  if (after !== undefined) throw inQuarantine(`${name} takes no cursor until then`, { cap: quarantinePage });
}

export function inQuarantine(what: string, extensions?: Readonly<Record<string, unknown>>): Error {
  return refuse('IN_QUARANTINE', `The account waits for its approval: ${what}.`, extensions);
}

/**
 * What an operation asks of the person's side: roots of the engine's own about what was disclosed and approved. Judged before anything runs,
 * as all else is, so that what is stopped is refused whole.
 */
import { refuse } from '../kernel/refusal.js';
import type { Asking } from './asking.js';
import type { OperationSource } from './compileOperation.js';
import type { EngineRoots } from './engineRoots.js';
import { boundArguments, compileEngineRoots, engineRoot } from './engineRoots.js';
import { inQuarantine, requireRunning, submissionOnly } from './requireAdmitted.js';

/** Pages of one operation: each is a walk of the ledger. */
const askedAtMost = 5;
/** Ids of notices in one operation. */
const acknowledgedAtMost = 500;

/** Whether the field of that root type is of the person's side: in whatever contract. */
export function isOfPersons(rootType: string, field: string): boolean {
  return engineRoot(rootType, field)?.isOfPersons === true;
}

/** Whether it is about requests that somebody answers, for itself or for whom it reaches. */
export function answersRequests(rootType: string, field: string): boolean {
  const audience = engineRoot(rootType, field)?.audience;
  return audience === 'ASKED' || audience === 'CONFIRMING' || audience === 'ANSWERING';
}

/** @throws Refused FORBIDDEN or BAD_REQUEST, as {@link compileEngineRoots}. */
export function compilePersonRoots(source: OperationSource): EngineRoots {
  return compileEngineRoots(source, 'isOfPersons', 'Neither disclosures, notices nor approvals are for this role.');
}

/**
 * @throws Refused FIELD_STOPPED, SUBMISSION_ONLY, IN_QUARANTINE, TOO_MANY_ROWS, PAGE_SIZE_MISSING, PAGE_TOO_LARGE or
 * ARGUMENT_INVALID, in this order.
 */
export function requireAdmittedPersonRoots(
  template: EngineRoots,
  variables: Readonly<Record<string, unknown>>,
  asking: Asking,
): void {
  const { roots } = template;
  if (roots.length === 0) return;
  requireRunning({ coordinates: roots.map(({ coordinate }) => coordinate) }, asking);
  if (asking.standing.isSubmissionOnly) throw submissionOnly();
  if (asking.standing.isInQuarantine) throw inQuarantine('it is told of no person until then');
  if (roots.length > askedAtMost)
    throw refuse('TOO_MANY_ROWS', `One request asks for these ${String(askedAtMost)} times at most.`, {
      cap: askedAtMost,
    });
  const ids = boundArguments(template, variables).reduce((sum, given) => sum + countOf(given['ids']), 0);
  if (ids > acknowledgedAtMost)
    throw refuse('TOO_MANY_ROWS', `One request acknowledges ${String(acknowledgedAtMost)} notices at most.`, {
      cap: acknowledgedAtMost,
    });
}

function countOf(ids: unknown): number {
  return Array.isArray(ids) ? ids.length : 0;
}

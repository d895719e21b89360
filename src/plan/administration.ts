/**
 * What an operation asks of the accounts of the caller's organisation: roots of the engine's own, beside those of the store
 * or without any. Judged as a whole before anything runs, so that a session that was stolen an hour ago changes nothing.
 */
import { refuse } from '../kernel/refusal.js';
import type { Asking } from './asking.js';
import type { OperationSource } from './compileOperation.js';
import type { EngineRoots } from './engineRoots.js';
import { boundArguments, compileEngineRoots, engineRoot } from './engineRoots.js';
import { inQuarantine, requireRunning, submissionOnly } from './requireAdmitted.js';

/** How fresh the authentication must be where the role has no age of its own for that, in seconds. */
const administrationAgeSeconds = 900;

/** As many as one account may create in a day: each change waits for the one before. */
const askedAtMost = 20;

export type AdministrationTemplate = EngineRoots;

/** Whether the field of that root type is for administrators: in whatever contract. */
export function isAdministration(rootType: string, field: string): boolean {
  return engineRoot(rootType, field)?.isAdministration === true;
}

/** @throws Refused FORBIDDEN or BAD_REQUEST, as {@link compileEngineRoots}. */
export function compileAdministration(source: OperationSource): AdministrationTemplate {
  return compileEngineRoots(source, 'isAdministration', 'This role has no accounts to administer.');
}

/**
 * @throws Refused FIELD_STOPPED, SUBMISSION_ONLY, MACHINE_NOT_ADMITTED, IN_QUARANTINE, ADMINISTRATOR_NEEDED,
 * AUTHENTICATION_INSUFFICIENT, TOO_MANY_ROWS, PAGE_TOO_LARGE or ARGUMENT_INVALID, in this order.
 */
export function requireAdmittedAdministration(
  template: AdministrationTemplate,
  variables: Readonly<Record<string, unknown>>,
  asking: Asking,
): void {
  const { roots, isMutation } = template;
  if (roots.length === 0) return;
  requireRunning({ coordinates: roots.map(({ coordinate }) => coordinate) }, asking);
  requireAdministrator(asking);
  if (isMutation) requireJustAuthenticated(asking);
  requireBounded(template, variables);
}

function requireAdministrator({ standing, kind, actor }: Asking): void {
  if (standing.isSubmissionOnly) throw submissionOnly();
  if (kind === 'MACHINE' || actor !== undefined)
    throw refuse('MACHINE_NOT_ADMITTED', 'Accounts are administered by a person, with no machine in between.');
  if (standing.isInQuarantine) throw inQuarantine('it administers nothing until then');
  if (!standing.isAdministrator)
    throw refuse('ADMINISTRATOR_NEEDED', 'Only an administrator of the organisation may ask for its accounts.');
}

/** The role's `acr` was required of the session at the door; here its age. The challenge is RFC 9470's, section 3. */
function requireJustAuthenticated({ authenticatedAt, nowSeconds, authentication }: Asking): void {
  const maxAge = authentication.stepUpAgeSeconds ?? administrationAgeSeconds;
  if (nowSeconds - (authenticatedAt ?? -Infinity) <= maxAge) return;
  throw refuse(
    'AUTHENTICATION_INSUFFICIENT',
    `Who changes accounts must have authenticated in the last ${String(maxAge)} seconds.`,
    { acrValues: authentication.acr, maxAge },
  );
}

function requireBounded(template: AdministrationTemplate, variables: Readonly<Record<string, unknown>>): void {
  if (template.roots.length > askedAtMost)
    throw refuse('TOO_MANY_ROWS', `One request asks for accounts ${String(askedAtMost)} times at most.`, {
      cap: askedAtMost,
    });
  boundArguments(template, variables);
}

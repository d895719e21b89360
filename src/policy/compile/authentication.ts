/** What @party asks of who holds a role: by what the person authenticated, how long ago, and whether machines may. */
import { invariant } from '../../kernel/invariant.js';
import type { Authentication, Party } from '../compiled.js';
import type { ArgumentsOf } from '../read/directives.js';
import { acrValues } from '../acrValues.js';
import { durationOf } from './models.js';

/** Whom the controller lets in from outside (GDPR Art. 26, 28, 4(9)): a token of theirs that is copied must be of no use. */
const partners: ReadonlySet<Party> = new Set(['JOINT_CONTROLLER', 'PROCESSOR', 'RECIPIENT']);

export function compileAuthentication(party: ArgumentsOf<'party'>): Authentication {
  return Object.freeze({
    acr: Object.freeze(acrValues(party.acr)),
    maxAgeSeconds: secondsOf(party.maxAge),
    stepUpAgeSeconds: secondsOf(party.stepUpAge),
    machine: party.machine,
    isSenderConstrained: partners.has(party.as),
    isRegistered: party.as !== 'DATA_SUBJECT',
  });
}

/** Of a duration without months, which a law has asked for. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { months, days, seconds } = durationOf(text);
  invariant(months === 0, 'the age of an authentication has a fixed length');
  return days * 86_400 + seconds;
}

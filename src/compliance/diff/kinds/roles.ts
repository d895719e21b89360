/** Who may ask at all, and how sure the server must be of who asks. */
import type { Authentication, RolePolicy } from '../../../policy/compiled.js';
import type { Change } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listed } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import type { Ordering } from '../ordering.js';
import { byFlag, byIdentity, byLimit, byNumber, bySet } from '../ordering.js';

export const compareRoles: ComparePolicies = (old, next) => {
  const roles = matched(old.roles, next.roles);
  return [
    ...roles.added.map(([role, { party }]) => added({ kind: 'role', role }, 'widening', party)),
    ...roles.gone.map(([role, { party }]) => gone({ kind: 'role', role }, 'widening', party)),
    ...roles.kept.flatMap(([, before, after]) => compareRole(before, after)),
  ];
};

function compareRole(old: RolePolicy, next: RolePolicy): readonly Change[] {
  return changesOf({ kind: 'role', role: next.role }, [
    { aspect: 'party', ordering: byIdentity(old.party, next.party), from: old.party, to: next.party },
    ...compareAuthentication(old.authentication, next.authentication),
  ]);
}

function compareAuthentication(old: Authentication, next: Authentication): readonly Difference[] {
  return [
    ...compareAcr(old.acr, next.acr),
    limit('maxAge', [old.maxAgeSeconds, next.maxAgeSeconds], byLimit(old.maxAgeSeconds, next.maxAgeSeconds, byNumber)),
    limit('stepUpAge', [old.stepUpAgeSeconds, next.stepUpAgeSeconds], orderStepUp(old, next)),
    {
      aspect: 'machine',
      ordering: byFlag(old.machine, next.machine),
      from: String(old.machine),
      to: String(next.machine),
    },
  ];
}

/** No class at all is any class. Of two orders of the same classes only the preference differs. */
function compareAcr(old: readonly string[], next: readonly string[]): readonly Difference[] {
  const ordering = byLimit(anyOr(old), anyOr(next), bySet);
  const [from, to] = [listed(old), listed(next)];
  if (ordering !== 'same') return [{ aspect: 'acr', ordering, from, to }];
  return from === to ? [] : [{ aspect: 'acrOrder', ordering: 'neutral', from, to }];
}

function anyOr(acr: readonly string[]): readonly string[] | undefined {
  return acr.length === 0 ? undefined : acr;
}

/** Undefined is no limit here but no field to limit: the fields tell that themselves. */
function orderStepUp({ stepUpAgeSeconds: old }: Authentication, { stepUpAgeSeconds: next }: Authentication): Ordering {
  if (old !== undefined && next !== undefined) return byNumber(old, next);
  return old === next ? 'same' : 'neutral';
}

function limit(
  aspect: 'maxAge' | 'stepUpAge',
  [old, next]: readonly [number | undefined, number | undefined],
  ordering: Ordering,
): Difference {
  return { aspect, ordering, from: secondsText(old), to: secondsText(next) };
}

function secondsText(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : `PT${String(seconds)}S`;
}

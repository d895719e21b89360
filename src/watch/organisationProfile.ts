/** What is known of an organisation: the sum of its persons' accounts, and who of them reads new persons now. */
import { dayOf, hourOf, minuteOf } from './instants.js';
import { added, raised, ringOf, sumOf } from './ring.js';
import type { Ring } from './ring.js';
import type { WatchedEntry } from './watchedEntry.js';

export interface OrganisationProfile {
  readonly since: number;
  readonly freshMinutes: Ring;
  readonly freshHours: Ring;
  readonly freshPeaks: Ring;
  readonly raised: Readonly<Record<string, { readonly level: number; readonly at: number }>>;
}

export const newOrganisation: OrganisationProfile = Object.freeze({
  since: 0,
  freshMinutes: ringOf(60),
  freshHours: ringOf(24),
  freshPeaks: ringOf(60),
  raised: {},
});

/** Machines are left out: they copy what the persons' accounts look at. */
export function organisationAfter(past: OrganisationProfile, entry: WatchedEntry, fresh: number): OrganisationProfile {
  const day = dayOf(entry.at);
  const since = past.since === 0 ? day : past.since;
  if (fresh === 0 || entry.isMachine) return since === past.since ? past : { ...past, since };
  const freshMinutes = added(past.freshMinutes, minuteOf(entry.at), fresh);
  return {
    ...past,
    since,
    freshMinutes,
    freshHours: added(past.freshHours, hourOf(entry.at), fresh),
    freshPeaks: raised(past.freshPeaks, day, sumOf(freshMinutes, minuteOf(entry.at), 60)),
  };
}

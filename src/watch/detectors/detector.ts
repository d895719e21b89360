/** What a detector is: a pure function of one entry against the past; the past is kept by the profiles. */
import type { AccountProfile, Sighting } from '../accountProfile.js';
import type { OrganisationProfile } from '../organisationProfile.js';
import type { SharedProfile } from '../sharedProfile.js';
import type { WatchedEntry } from '../watchedEntry.js';

export type DetectorName =
  'PACE' | 'SHARE' | 'MISSES' | 'FIELDS' | 'WALK' | 'PLACE' | 'TOGETHER' | 'BREADTH' | 'TRIPWIRE' | 'ORGANISATION';

/** 1 notify, 2 slow, 3 ask for step-up, 4 stop reads, 5 stop the account. */
export type Level = 1 | 2 | 3 | 4 | 5;

export interface Observation {
  readonly entry: WatchedEntry;
  readonly sighting: Sighting;
  /** Before the entry. */
  readonly past: AccountProfile;
  /** After it. */
  readonly account: AccountProfile;
  readonly organisation: OrganisationProfile | undefined;
  readonly shared: SharedProfile;
}

export interface Finding {
  readonly detector: DetectorName;
  readonly level: Level;
  /** Ids and counts, for whoever must decide in a minute; never a value. */
  readonly evidence: Readonly<Record<string, number | string | readonly string[]>>;
  /** Whom it is about, when that is not the entry's account alone. */
  readonly accounts?: readonly string[];
}

export interface Detector {
  readonly name: DetectorName;
  readonly observe: (observation: Observation) => Finding | undefined;
}

/** From how many new persons on the volume detectors speak, by what is expected of these days. */
export function expectedTimes({ entry }: Observation): number {
  return entry.isExpected ? 4 : 1;
}

/**
 * The detectors over a batch of entries: from a state to the next one and what is raised, without clock, store or chance, so
 * that a year runs in seconds and a replica that takes over comes to the same alarms.
 */
import type { AccountProfile } from './accountProfile.js';
import { calmed, newProfile, sighted } from './accountProfile.js';
import type { Detector, DetectorName, Finding, Level } from './detectors/detector.js';
import { combinedLevel } from './combinedLevel.js';
import type { OrganisationProfile } from './organisationProfile.js';
import { newOrganisation, organisationAfter } from './organisationProfile.js';
import type { SharedProfile } from './sharedProfile.js';
import { newShared, sharedAfter } from './sharedProfile.js';
import type { WatchedEntry } from './watchedEntry.js';

export interface WatchState {
  readonly accounts: ReadonlyMap<string, AccountProfile>;
  readonly organisations: ReadonlyMap<string, OrganisationProfile>;
  readonly shared: SharedProfile;
}

export const nothingSeen: WatchState = Object.freeze({
  accounts: new Map(),
  organisations: new Map(),
  shared: newShared,
});

export interface Alarm {
  /** The entry at which it was raised. */
  readonly entry: number;
  readonly at: number;
  readonly account: string;
  readonly organisation: string | undefined;
  readonly isMachine: boolean;
  /** The weightiest of those that spoke. */
  readonly detector: DetectorName;
  readonly level: Level;
  /** By detector: ids and counts, never a value. */
  readonly evidence: Readonly<Partial<Record<DetectorName, Finding['evidence']>>>;
  /** Whom a reaction is for: the account, and others when they act together. */
  readonly accounts: readonly string[];
}

export interface Observed {
  readonly state: WatchState;
  readonly alarms: readonly Alarm[];
}

const sameDetectorMs = 24 * 3_600_000;
const anyDetectorMs = 3_600_000;

/** Maps are copied once a batch; profiles are values that nobody changes. */
interface Draft {
  readonly accounts: Map<string, AccountProfile>;
  readonly organisations: Map<string, OrganisationProfile>;
  shared: SharedProfile;
}

export function observe(state: WatchState, batch: readonly WatchedEntry[], detectors: readonly Detector[]): Observed {
  const draft: Draft = {
    accounts: new Map(state.accounts),
    organisations: new Map(state.organisations),
    shared: state.shared,
  };
  const alarms = batch.flatMap((entry) => observeEntry(draft, entry, detectors) ?? []);
  return { state: { ...draft }, alarms };
}

function observeEntry(draft: Draft, entry: WatchedEntry, detectors: readonly Detector[]): Alarm | undefined {
  const past = draft.accounts.get(entry.account) ?? newProfile;
  // Maps keep the order in which their members came: the latest seen stand last.
  draft.accounts.delete(entry.account);
  const sighting = sighted(past, entry);
  const account = sighting.profile;
  draft.shared = sharedAfter(draft.shared, entry, sighting);
  const organisation = organisationOf(draft, entry, sighting.fresh.length);
  const observation = { entry, sighting, past, account, organisation, shared: draft.shared };
  const findings = detectors
    .flatMap(({ observe: look }) => look(observation) ?? [])
    .filter((finding) => finding.detector !== 'ORGANISATION' || !isTold(organisation, finding, entry.at));
  const level = combinedLevel(findings, entry.isMachine);
  const lead = findings.find((finding) => finding.level === Math.max(...findings.map((each) => each.level)));
  if (level === undefined || lead === undefined || wasRaised(account, lead.detector, level, entry.at)) {
    draft.accounts.set(entry.account, account);
    return undefined;
  }
  const raised = raisedOf(account, findings, level, entry.at);
  noteOrganisation(draft, entry, findings);
  draft.accounts.set(entry.account, level >= 4 ? calmed(account) : { ...account, raised });
  return alarmOf(entry, { findings, level, lead });
}

function organisationOf(draft: Draft, entry: WatchedEntry, fresh: number): OrganisationProfile | undefined {
  if (entry.organisation === undefined) return undefined;
  const past = draft.organisations.get(entry.organisation) ?? newOrganisation;
  const after = organisationAfter(past, entry, fresh);
  if (after !== past) draft.organisations.set(entry.organisation, after);
  return after;
}

/** An organisation is one subject, whoever of its accounts reads on. */
function isTold(organisation: OrganisationProfile | undefined, { level }: Finding, at: number): boolean {
  const before = organisation?.raised['ORGANISATION'];
  return before !== undefined && before.level >= level && at - before.at < anyDetectorMs;
}

function noteOrganisation(draft: Draft, { organisation: id, at }: WatchedEntry, findings: readonly Finding[]): void {
  const finding = findings.find(({ detector }) => detector === 'ORGANISATION');
  const organisation = id === undefined ? undefined : draft.organisations.get(id);
  if (finding === undefined || id === undefined || organisation === undefined) return;
  draft.organisations.set(id, { ...organisation, raised: { ORGANISATION: { level: finding.level, at } } });
}

/** Nobody is told twice in a day of what has not grown, nor twice in an hour of one account. */
function wasRaised({ raised }: AccountProfile, detector: DetectorName, level: Level, at: number): boolean {
  return Object.entries(raised).some(
    ([name, before]) => before.level >= level && at - before.at < (name === detector ? sameDetectorMs : anyDetectorMs),
  );
}

function raisedOf(
  account: AccountProfile,
  findings: readonly Finding[],
  level: Level,
  at: number,
): AccountProfile['raised'] {
  return { ...account.raised, ...Object.fromEntries(findings.map(({ detector }) => [detector, { level, at }])) };
}

function alarmOf(
  { id, at, account, organisation, isMachine }: WatchedEntry,
  { findings, level, lead }: { readonly findings: readonly Finding[]; readonly level: Level; readonly lead: Finding },
): Alarm {
  const others = findings.filter((finding) => finding.level === lead.level).flatMap(({ accounts }) => accounts ?? []);
  return {
    entry: id,
    at,
    account,
    organisation,
    isMachine,
    detector: lead.detector,
    level,
    evidence: Object.fromEntries(findings.map(({ detector, evidence }) => [detector, evidence])),
    accounts: [...new Set([account, ...others])],
  };
}

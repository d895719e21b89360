/** The watcher's state between the database and the detectors: what a batch needs is loaded, what it changed is written. */
import type { Session } from '../store/session.js';
import type { Alarm, WatchState } from './observe.js';
import { nothingSeen, observe } from './observe.js';
import type { Detector } from './detectors/detector.js';
import type { AccountProfile } from './accountProfile.js';
import type { OrganisationProfile } from './organisationProfile.js';
import type { SharedProfile } from './sharedProfile.js';
import {
  accountOfRow,
  organisationOfRow,
  readAccounts,
  readOrganisations,
  writeAccounts,
  writeOrganisations,
} from './sql/profiles.js';
import type { WatchedEntry } from './watchedEntry.js';

/** Profiles kept in memory; the others wait in the database. */
const keptAtMost = 5_000;

export class WatchMemory {
  #state: WatchState;
  /** As the database holds them: what differs is to be written. */
  readonly #accounts = new Map<string, AccountProfile>();
  readonly #organisations = new Map<string, OrganisationProfile>();

  constructor(shared: SharedProfile) {
    this.#state = { ...nothingSeen, shared };
  }

  get shared(): SharedProfile {
    return this.#state.shared;
  }

  async load(session: Session, entries: readonly WatchedEntry[]): Promise<void> {
    const accounts = unknownOf(
      entries.map(({ account }) => account),
      this.#state.accounts,
    );
    const organisations = unknownOf(
      entries.flatMap(({ organisation }) => organisation ?? []),
      this.#state.organisations,
    );
    const accountRows = accounts.length === 0 ? [] : (await session.read(readAccounts(accounts))).map(accountOfRow);
    const organisationRows =
      organisations.length === 0 ? [] : (await session.read(readOrganisations(organisations))).map(organisationOfRow);
    for (const [account, profile] of accountRows) this.#accounts.set(account, profile);
    for (const [organisation, profile] of organisationRows) this.#organisations.set(organisation, profile);
    this.#state = {
      ...this.#state,
      accounts: new Map([...this.#state.accounts, ...accountRows]),
      organisations: new Map([...this.#state.organisations, ...organisationRows]),
    };
  }

  observe(entries: readonly WatchedEntry[], detectors: readonly Detector[]): readonly Alarm[] {
    const { state, alarms } = observe(this.#state, entries, detectors);
    this.#state = state;
    return alarms;
  }

  /** In the transaction that moves the watcher on; call {@link kept} once it has committed. */
  async write(session: Session): Promise<void> {
    const accounts = changedIn(this.#state.accounts, this.#accounts);
    const organisations = changedIn(this.#state.organisations, this.#organisations);
    const rows = accounts.map(([account, profile]) => ({ account, profile, stored: this.#accounts.get(account) }));
    if (rows.length > 0) await session.write(writeAccounts(rows));
    if (organisations.length > 0) await session.write(writeOrganisations(organisations));
  }

  kept(): void {
    this.#state = {
      ...this.#state,
      accounts: latestOf(this.#state.accounts),
      organisations: latestOf(this.#state.organisations),
    };
    replace(this.#accounts, this.#state.accounts);
    replace(this.#organisations, this.#state.organisations);
  }
}

function unknownOf(names: readonly string[], known: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(names)].filter((name) => !known.has(name));
}

function changedIn<T>(now: ReadonlyMap<string, T>, stored: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...now].filter(([name, profile]) => stored.get(name) !== profile);
}

/** Maps keep the order in which profiles were last seen. */
function latestOf<T>(profiles: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return profiles.size <= keptAtMost ? profiles : new Map([...profiles].slice(-keptAtMost));
}

function replace<T>(target: Map<string, T>, source: ReadonlyMap<string, T>): void {
  target.clear();
  for (const [name, profile] of source) target.set(name, profile);
}

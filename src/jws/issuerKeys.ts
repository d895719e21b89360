/**
 * The issuer's keys, kept here and renewed: early and unseen while they age, at once for a key that we don't know, and
 * never so often that a caller could make us hammer the issuer: who brings a newer key meanwhile waits. When the issuer
 * is down the kept keys serve for an hour; after that nobody is let in.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import { Failure } from '../kernel/failure.js';
import type { KeySource } from './accessToken.js';
import { fetchIssuerKeySet } from './issuerDocument.js';
import { demoKeyPrefix, readKeySet } from './keySet.js';
import type { KeySet, VerificationKey } from './keySet.js';

/** From this age on keys are renewed beside the request that meets them. */
export const refreshAfterMilliseconds = 5 * 60_000;
/** From this age on keys serve nobody: a withdrawn key opens no door for longer. */
export const serveForMilliseconds = 60 * 60_000;
/** Between two requests to the issuer, after a success and after a failure. */
export const cooldownMilliseconds = 10_000;
export const retryMilliseconds = 2_000;

export interface IssuerKeysOptions {
  readonly issuer: string;
  readonly clock: Clock;
  /** Only `npm start` accepts the keys of the demo's issuer. */
  readonly demoKeys: 'accepted' | 'refused';
  /**
   * Requests with an unknown key that wait at once for the next renewal: an issuer may sign with a key as soon as it
   * publishes it. More are answered from the keys that are there, since each that waits holds a connection. Left out: none waits.
   */
  readonly waitingAtMost?: number;
  /** Told of each renewal that failed beside a request; the kept keys may still serve. */
  readonly onFailure?: (failure: Failure) => void;
}

export interface IssuerKeys extends KeySource {
  /** Asks the issuer now. Rejects with Failure ISSUER_UNAVAILABLE, or CONFIG_INVALID when it is the demo's. */
  refresh(): Promise<void>;
}

export function createIssuerKeys(options: IssuerKeysOptions): IssuerKeys {
  const { issuer, clock, demoKeys } = options;
  const state: State = {
    keys: new Map(),
    fetchedAt: undefined,
    nextAttemptAt: 0,
    failure: undefined,
    renewal: undefined,
    nextRenewal: undefined,
    waiting: 0,
  };
  return Object.freeze({
    keyFor: (kid: string) => keyFor(kid, state, options),
    refresh: async () => {
      await renew(state, { issuer, clock, demoKeys });
      if (state.failure !== undefined) throw state.failure;
    },
  });
}

interface State {
  keys: KeySet;
  fetchedAt: number | undefined;
  nextAttemptAt: number;
  /** Of the last attempt. */
  failure: Failure | undefined;
  renewal: Promise<void> | undefined;
  /** Begins at {@link State.nextAttemptAt}, when anybody waits for it. */
  nextRenewal: Promise<void> | undefined;
  waiting: number;
}

async function keyFor(kid: string, state: State, options: IssuerKeysOptions): Promise<VerificationKey | undefined> {
  const known = servableKeys(state, options)?.get(kid);
  if (known !== undefined) {
    if (isAgeing(state, options)) void renewIfDue(state, options);
    return known;
  }
  const key = (await joinedRenewal(kid, state, options)) ?? (await keyAfterNextRenewal(kid, state, options));
  if (key === undefined && state.failure !== undefined) throw state.failure;
  return key;
}

/** From the renewal under way, if there is one: the issuer may have answered it before it published the key. */
async function joinedRenewal(
  kid: string,
  state: State,
  options: IssuerKeysOptions,
): Promise<VerificationKey | undefined> {
  await state.renewal;
  return servableKeys(state, options)?.get(kid);
}

async function keyAfterNextRenewal(
  kid: string,
  state: State,
  options: IssuerKeysOptions,
): Promise<VerificationKey | undefined> {
  if (isDue(state, options)) await renew(state, options);
  else if (state.failure === undefined && state.waiting < (options.waitingAtMost ?? 0))
    await nextRenewal(state, options);
  return servableKeys(state, options)?.get(kid);
}

/** One timer for all that wait. Never rejects. */
async function nextRenewal(state: State, options: IssuerKeysOptions): Promise<void> {
  state.waiting += 1;
  state.nextRenewal ??= renewLater(state, options);
  await state.nextRenewal;
  state.waiting -= 1;
}

async function renewLater(state: State, options: IssuerKeysOptions): Promise<void> {
  const milliseconds = Math.min(state.nextAttemptAt - options.clock.now(), cooldownMilliseconds);
  await sleep(milliseconds, undefined, { ref: false });
  // Who comes from now on finds a renewal under way that may be too early for its key, and waits for the one after it.
  state.nextRenewal = undefined;
  await renew(state, options);
}

function servableKeys(state: State, options: IssuerKeysOptions): KeySet | undefined {
  return ageOf(state, options.clock.now()) < serveForMilliseconds ? state.keys : undefined;
}

function isAgeing(state: State, options: IssuerKeysOptions): boolean {
  return ageOf(state, options.clock.now()) >= refreshAfterMilliseconds;
}

/** A clock that was set back makes no key younger: from then on they count as due. */
function ageOf(state: State, now: number): number {
  if (state.fetchedAt === undefined) return Infinity;
  if (now < state.fetchedAt) {
    state.fetchedAt = now - refreshAfterMilliseconds;
    state.nextAttemptAt = now;
  }
  return now - state.fetchedAt;
}

/** Joins the renewal under way, starts one if the last is long enough ago, else does nothing. Never rejects. */
async function renewIfDue(state: State, options: IssuerKeysOptions): Promise<void> {
  if (state.renewal !== undefined || isDue(state, options)) await renew(state, options);
}

function isDue(state: State, { clock }: IssuerKeysOptions): boolean {
  return clock.now() >= state.nextAttemptAt;
}

function renew(state: State, options: IssuerKeysOptions): Promise<void> {
  state.renewal ??= attempt(state, options).finally(() => {
    state.renewal = undefined;
  });
  return state.renewal;
}

/** The outcome is kept, not thrown: requests that need no new key go on, the others throw it. */
async function attempt(state: State, options: IssuerKeysOptions): Promise<void> {
  try {
    state.keys = await fetchKeys(options);
    state.failure = undefined;
    state.fetchedAt = options.clock.now();
    state.nextAttemptAt = state.fetchedAt + cooldownMilliseconds;
  } catch (cause) {
    state.failure =
      cause instanceof Failure
        ? cause
        : new Failure('ISSUER_UNAVAILABLE', `${options.issuer}: its keys could not be read`, { cause });
    state.nextAttemptAt = options.clock.now() + retryMilliseconds;
    options.onFailure?.(state.failure);
  }
}

async function fetchKeys(options: IssuerKeysOptions): Promise<KeySet> {
  const keys = await readKeySet(await fetchIssuerKeySet(options.issuer));
  if (keys === undefined) {
    throw new Failure('ISSUER_UNAVAILABLE', `${options.issuer}: its key set holds no key for ES256, EdDSA or PS256`);
  }
  if (options.demoKeys === 'refused' && [...keys.keys()].some((kid) => kid.startsWith(demoKeyPrefix))) {
    throw new Failure(
      'CONFIG_INVALID',
      `OIDC_ISSUER: ${options.issuer} is an issuer of demo tokens. Name the issuer of your partners' tokens.`,
    );
  }
  return keys;
}

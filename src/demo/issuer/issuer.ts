/**
 * The authorization server of the demo: a real one (oidc-provider) whose persons, passwords and second factors are
 * invented, so it runs on loopback, only under `npm start`, and signs with keys that `cloison serve` refuses. Its keys
 * can be changed while it serves: a new instance with the new keys and the old memory takes over behind the same port.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from 'oidc-provider';
import { systemClock } from '../../kernel/clock.js';
import { randomBytes } from '../../vault/random.js';
import type { DemoAccount } from '../accounts.js';
import { makeCertificates } from '../certificates/demoCertificates.js';
import type { DemoCertificates } from '../certificates/demoCertificates.js';
import { createAuthorizationServer } from './authorizationServer.js';
import { startFront } from './front.js';
import { keepPort, lastPort } from './lastPort.js';
import { answerLogin, loginPath } from './login.js';
import { createMemory } from './memory.js';
import { loadProviderLibrary } from './providerLibrary.js';
import { openSigningKeys, withNewestFirst, withNewKey } from './signingKeys.js';
import type { SigningKeys } from './signingKeys.js';

export interface DemoIssuerOptions {
  /** Where keys and certificates are kept: `.cloison`. */
  readonly folder: string;
  readonly accounts: readonly DemoAccount[];
  readonly audience: string;
  /** 0 takes that of the last start when it is free, else any. */
  readonly port: number;
  /** Told of failures inside; a refusal is none. */
  readonly onFailure?: (error: unknown) => void;
}

export interface DemoIssuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** Of the machines among the accounts, and of servers on this machine; made anew at each start. */
  readonly certificates: DemoCertificates;
  /**
   * Publishes a new key, and signs with it `aheadMilliseconds` later: whoever keeps the key set asks for it again now and
   * then only, this service after ten seconds at the earliest. The old keys stay published.
   */
  rotateKeys(aheadMilliseconds?: number): Promise<void>;
  close(): Promise<void>;
}

const usualAheadMilliseconds = 15_000;

/** Starts it on 127.0.0.1. Rejects when the port is taken, and with Failure KEYRING_INVALID for a damaged key file. */
export async function startDemoIssuer(options: DemoIssuerOptions): Promise<DemoIssuer> {
  const { folder, accounts, port } = options;
  const onFailure = options.onFailure ?? (() => {});
  const keys = await openSigningKeys(folder);
  const machines = accounts.filter(({ kind }) => kind === 'MACHINE');
  const certificates = await makeCertificates(folder, machines, systemClock.now());
  const desk: { answer: Answer } = { answer: () => Promise.reject(new Error('not ready')) };
  const front = await startFront({
    ports: port === 0 ? [lastPort(folder) ?? 0, 0] : [port],
    certificate: certificates.server,
    answer: (request, response) => desk.answer(request, response),
    onFailure,
  });
  keepPort(folder, front.port);
  const answerWith = await answering(options, { issuer: front.url, tlsIssuer: front.tlsUrl, certificates, onFailure });
  desk.answer = answerWith(keys);
  const rotation = rotating(folder, keys, (next) => {
    desk.answer = answerWith(next);
  });
  return Object.freeze({
    url: front.url,
    certificates,
    rotateKeys: (aheadMilliseconds = usualAheadMilliseconds) => rotation.rotate(aheadMilliseconds),
    close: () => {
      rotation.end();
      return front.close();
    },
  });
}

interface Rotation {
  rotate(aheadMilliseconds: number): Promise<void>;
  /** What is under way ends where it is. */
  end(): void;
}

/** One rotation after the other: a key that is overtaken would sign unannounced. */
function rotating(folder: string, keys: SigningKeys, use: (keys: SigningKeys) => void): Rotation {
  const state = { keys, last: Promise.resolve(), isEnded: false };
  const take = (next: SigningKeys): void => {
    state.keys = next;
    use(next);
  };
  const rotate = async (aheadMilliseconds: number): Promise<void> => {
    take(await withNewKey(folder, state.keys));
    await sleep(aheadMilliseconds, undefined, { ref: false });
    if (!state.isEnded) take(withNewestFirst(folder, state.keys));
  };
  return {
    rotate: (aheadMilliseconds) => {
      state.last = state.last.then(() => (state.isEnded ? undefined : rotate(aheadMilliseconds)));
      return state.last;
    },
    end: () => {
      state.isEnded = true;
    },
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Place {
  readonly issuer: string;
  readonly tlsIssuer: string;
  readonly certificates: DemoCertificates;
  readonly onFailure: (error: unknown) => void;
}

/** Makes one instance after the other, with one memory and one set of secrets. */
async function answering(options: DemoIssuerOptions, place: Place): Promise<(keys: SigningKeys) => Answer> {
  const library = await loadProviderLibrary();
  const persons = options.accounts.filter(({ kind }) => kind !== 'MACHINE');
  const serverOptions = {
    issuer: place.issuer,
    audience: options.audience,
    persons,
    machines: place.certificates.machines,
    certificateTokenEndpoint: `${place.tlsIssuer}/token`,
    memory: createMemory(systemClock),
    secrets: { cookieKey: randomBytes(32).toString('base64url'), nonceSecret: randomBytes(32) },
    onFailure: place.onFailure,
  };
  return (keys) => answerOf(createAuthorizationServer(library, keys, serverOptions), persons);
}

function answerOf(provider: Provider, persons: readonly DemoAccount[]): Answer {
  const callback = provider.callback();
  return async (request, response) => {
    if (request.url?.startsWith(loginPath) === true) await answerLogin(request, response, { provider, persons });
    else await callback(request, response);
  };
}

/** The real authorization server beside the API: it changes its keys, it goes away and comes back, it asks persons again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveForMilliseconds } from '../../src/jws/issuerKeys.js';
import { openBrowser } from '../demo/issuer/loginDesk.js';
import { expectDisclosed, expectRefused, pageOf, within } from '../support/answers.js';
import type { Reply } from '../support/service.js';
import { startAuthorizedDemo } from './authorizedDemo.js';
import type { AuthorizedDemo, Session } from './authorizedDemo.js';

const patience = 180_000;
const minute = 60_000;
const first = '{ jobSeekers(first: 1) { nodes { id usedName } } }';

let demo: AuthorizedDemo;
beforeEach(async () => {
  demo = await startAuthorizedDemo(40);
});
afterEach(async () => {
  vi.useRealTimers();
  await demo.stop();
});

describe('while the authorization server rotates its keys', () => {
  const accounts = [
    'formation-isere',
    'formation-nord',
    'conseiller-grenoble',
    'cap-emploi-isere',
    'mission-locale-grenoble',
  ];
  const requests = 1_000;

  it(
    'none of 1,000 requests fails, and none with a token that a new key has just signed',
    { timeout: patience },
    async () => {
      const load = startLoad(accounts);
      await load.until(() => load.answered() >= requests / 4);
      const issuer = demo.issuer();
      // Published a second before it signs; the next two sign as they are published, a few seconds apart, and the API asks
      // for keys every ten seconds at most.
      await issuer.rotateKeys(1_000);
      await load.until(() => load.kids().size === 2);
      await issuer.rotateKeys(0);
      await sleep(3_000);
      await issuer.rotateKeys(0);
      await load.until(() => load.kids().size === 4);
      const afterwards = load.answered() + requests / 4;
      await load.until(() => load.answered() >= Math.max(requests, afterwards));
      expect(await load.end()).toEqual([]);
      expect(demo.failures).toEqual([]);
    },
  );

  interface Load {
    /** Requests that were answered, with data and without an error. */
    answered(): number;
    /** The issuer's keys that signed the tokens of those requests. */
    kids(): ReadonlySet<string>;
    until(condition: () => boolean): Promise<void>;
    /** Everything else that came back. */
    end(): Promise<readonly unknown[]>;
  }

  /** For each account one client that keeps its token, and one that takes a new token for each request. */
  function startLoad(names: readonly string[]): Load {
    const kids = new Set<string>();
    const failed: unknown[] = [];
    let answered = 0;
    const over = new AbortController();
    const ask = async (session: Session): Promise<void> => {
      const { status, codes, data, text } = await session.ask(first);
      if (status === 200 && codes.length === 0 && data?.['jobSeekers'] !== undefined) {
        answered += 1;
        kids.add(session.kid);
      } else failed.push(text);
    };
    const keepToken = async (name: string): Promise<void> => {
      for (const session = await demo.login(name); !over.signal.aborted; await sleep(20)) await ask(session);
    };
    const renewToken = async (name: string): Promise<void> => {
      for (; !over.signal.aborted; await sleep(100)) await ask(await demo.login(name));
    };
    const clients = names.flatMap((name) => [keepToken(name), renewToken(name)]);
    const whole = Promise.all(clients).catch((error: unknown) => void failed.push(error));
    return {
      answered: () => answered,
      kids: () => kids,
      until: async (condition) => {
        while (failed.length === 0 && !condition()) await sleep(20);
      },
      end: async () => {
        over.abort();
        await whole;
        return failed;
      },
    };
  }
});

/** Everybody's clock: the authorization server's, the API's, and the client's for its proofs. */
describe('on a clock that the test moves', () => {
  function standStill(): { later(milliseconds: number): void } {
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    return { later: (milliseconds) => void vi.setSystemTime(start + milliseconds) };
  }

  it('requests go on for an hour without the authorization server, are refused then, and are answered when it is back', async () => {
    // The keys were fetched before: this is the latest at which they can have been.
    const clock = standStill();
    clock.later(5_000);
    const [known, unseen] = await Promise.all([demo.login('formation-isere'), demo.login('conseiller-grenoble')]);
    expectDisclosed(await known.ask(first));
    await demo.stopIssuer();
    for (const age of [30 * minute, serveForMilliseconds - 6 * minute]) {
      clock.later(age);
      expectDisclosed(await known.ask(first));
    }
    clock.later(serveForMilliseconds);
    for (const session of [known, unseen, known]) expectUnavailable(await session.ask(first));
    expect(demo.failures).toContainEqual(expect.objectContaining({ code: 'ISSUER_UNAVAILABLE' }));
    await demo.startIssuer();
    clock.later(serveForMilliseconds + 3_000);
    for (const session of [known, unseen, await demo.login('formation-isere')])
      expectDisclosed(await session.ask(first));
  });

  it('a person reads a number of national identity with a fresh login only, as the challenge says', async () => {
    const clock = standStill();
    const browser = openBrowser();
    const nir = '{ jobSeekers(first: 1) { nodes { nir } } }';
    const ask = (session: Session): Promise<Reply> => session.ask(nir, 'REGISTRATION');
    const morning = await demo.login('conseiller-grenoble', { browser });
    expect(within(pageOf(await ask(morning), 'jobSeekers'), 'nodes', 0)['nir']).toMatch(/^\d{13}/);

    clock.later(16 * minute);
    const refused = await ask(morning);
    const error = 'insufficient_user_authentication';
    const wish = { acr_values: 'https://refeds.org/profile/mfa', max_age: '900' };
    expectRefused(refused, 'AUTHENTICATION_INSUFFICIENT');
    expect(refused.text).toContain('"acrValues":["https://refeds.org/profile/mfa"],"maxAge":900');
    for (const scheme of ['DPoP', 'Bearer']) expect(challengesOf(refused)[scheme]).toMatchObject({ error, ...wish });
    // What needs no fresh login is answered beside it.
    expectDisclosed(await morning.ask(first));

    // The browser is logged in still: a new token alone is of the old login.
    expectRefused(await ask(await demo.login('conseiller-grenoble', { browser })), 'AUTHENTICATION_INSUFFICIENT');
    const { acr_values, max_age } = challengesOf(refused)['DPoP'] ?? {};
    const stepped = await demo.login('conseiller-grenoble', { browser, wish: { acr_values, max_age } as typeof wish });
    expect(within(pageOf(await ask(stepped), 'jobSeekers'), 'nodes', 0)['nir']).toMatch(/^\d{13}/);
    expectRefused(await ask(morning), 'AUTHENTICATION_INSUFFICIENT');
  });
});

function expectUnavailable(reply: Reply): void {
  expectRefused(reply, 'ISSUER_UNAVAILABLE');
  expect([reply.data, reply.headers.get('www-authenticate')]).toEqual([undefined, null]);
}

type Parameters = Readonly<Record<string, string>>;

/** WWW-Authenticate, by scheme (RFC 9110, section 11.6.1). */
function challengesOf({ headers }: Reply): Readonly<Record<string, Parameters>> {
  const text = headers.get('www-authenticate') ?? '';
  return Object.fromEntries(
    text.split(/, (?=(?:DPoP|Bearer) )/).map((each) => {
      const parameters = [...each.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
      return [each.split(' ', 1)[0] ?? '', Object.fromEntries(parameters) as Parameters];
    }),
  );
}

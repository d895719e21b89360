import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCode, demoPassword, plainAcr, strongAcr } from '../../../src/demo/issuer/authentication.js';
import { startDemoIssuer } from '../../../src/demo/issuer/issuer.js';
import type { DemoIssuer } from '../../../src/demo/issuer/issuer.js';
import {
  accounts,
  audience,
  authorizationRequest,
  authorize,
  claimsOf,
  follow,
  goodLogin,
  openBrowser,
  tokenOf,
} from './loginDesk.js';
import type { Browser } from './loginDesk.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-login-'));
const failures: unknown[] = [];
let issuer: DemoIssuer;
beforeAll(async () => {
  issuer = await startDemoIssuer({ folder, accounts, audience, port: 0, onFailure: (error) => failures.push(error) });
});
afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
  expect(failures).toEqual([]);
});

describe('a request for a code', () => {
  it('goes nowhere for a client or an address that nobody registered', async () => {
    const wrong = [
      { client_id: 'somebody-else' },
      { redirect_uri: 'https://attacker.example.org/callback' },
      { redirect_uri: 'http://127.0.0.1/another' },
      { client_id: 'software-grenoble' },
    ];
    for (const changes of wrong) {
      const { page } = await follow(openBrowser(), authorizationRequest(issuer.url, changes).url);
      expect(page?.status, JSON.stringify(changes)).toBe(400);
    }
  });

  it.each([
    [{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ response_type: 'code token' }, 'unsupported_response_type'],
    [{ resource: 'https://other.example.org/graphql' }, 'invalid_target'],
    [{ prompt: 'none' }, 'login_required'],
    [{ scope: 'openid', acr_values: 'urn:example:nothing' }, 'unmet_authentication_requirements'],
  ])('is refused as OAuth says for %j', async (changes, error) => {
    const request = authorizationRequest(issuer.url, changes);
    const { at } = await follow(openBrowser(), request.url);
    const answer = new URL(at.replace('#', '?')).searchParams;
    expect([answer.get('error'), answer.get('code')]).toEqual([error, null]);
  });

  it('goes back to the client with a code, its state and the issuer', async () => {
    const answer = await authorize(openBrowser(), authorizationRequest(issuer.url).url);
    expect([answer.get('state'), answer.get('iss')]).toEqual(['state-1', issuer.url]);
    expect(answer.get('code')).toMatch(/^[\w-]{43}$/);
  });
});

describe('the login', () => {
  async function refusalOf(login: Readonly<Record<string, string>>, changes = {}): Promise<unknown> {
    const browser = openBrowser();
    const { at } = await follow(browser, authorizationRequest(issuer.url, changes).url);
    const answer = await browser.post(at, login);
    expect(answer.status).toBe(400);
    return ((await answer.json()) as Record<string, unknown>)['error_description'];
  }

  it('takes no unknown account, no machine, no wrong password or code, and none too long', async () => {
    const unknown = 'There is no such account. There are: agency-grenoble, tenant-ada.';
    const wrong = 'The password or the code is not the one that the page shows.';
    expect(await refusalOf({ ...goodLogin, account: 'nobody' })).toBe(unknown);
    expect(await refusalOf({ ...goodLogin, account: 'software-grenoble' })).toBe(unknown);
    expect(await refusalOf({ ...goodLogin, password: 'guess' })).toBe(wrong);
    expect(await refusalOf({ ...goodLogin, code: '000000' })).toBe(wrong);
    expect(await refusalOf({ padding: 'x'.repeat(5000), ...goodLogin })).toBe(unknown);
  });

  it('asks for the second factor when nothing else was asked for, and when it was', async () => {
    const asked = 'The code is asked for too.';
    expect(await refusalOf({ ...goodLogin, code: '' })).toBe(asked);
    expect(await refusalOf({ ...goodLogin, code: '' }, { acr_values: strongAcr })).toBe(asked);
    expect(await refusalOf({ ...goodLogin, code: '' }, { acr_values: `urn:example:best ${strongAcr}` })).toBe(asked);
  });

  it('is for the browser that began it, and once', async () => {
    const mine = openBrowser();
    const { at } = await follow(mine, authorizationRequest(issuer.url).url);
    expect((await openBrowser().get(at)).status).toBe(400);
    expect((await openBrowser().post(at, goodLogin)).status).toBe(400);
    const other = await follow(mine, authorizationRequest(issuer.url).url);
    expect(other.at).not.toBe(at);
    const answer = await mine.post(other.at, goodLogin);
    expect(answer.status).toBe(303);
    await mine.get(new URL(answer.headers.get('location') ?? '', issuer.url).href);
    expect((await mine.post(other.at, goodLogin)).status, 'it is over').toBe(400);
  });

  it('shows a page that runs no script and that no other page may frame, with what is to be typed', async () => {
    const browser = openBrowser();
    const { at } = await follow(browser, authorizationRequest(issuer.url).url);
    const shown = await browser.get(at, 'text/html');
    const policy = shown.headers.get('content-security-policy') ?? '';
    expect([policy.includes("default-src 'none'"), policy.includes("frame-ancestors 'none'")]).toEqual([true, true]);
    const page = await shown.text();
    for (const text of ['agency-grenoble (AGENCY)', 'tenant-ada', demoPassword, demoCode]) expect(page).toContain(text);
    expect(page).not.toContain('software-grenoble');
    expect(page).not.toContain('<script');
    const late = await openBrowser().get(at, 'text/html');
    expect(await late.text()).toContain('This login has expired, or is not yours. Begin again.');
  });

  it('reaches as much as was shown: a password alone, when that is asked for', async () => {
    const { body } = await tokenOf(issuer.url, { acr_values: plainAcr }, { login: { ...goodLogin, code: '' } });
    expect(claimsOf(body['access_token'])).toMatchObject({ acr: plainAcr });
    const strong = await tokenOf(issuer.url, { acr_values: `${strongAcr} ${plainAcr}` });
    expect(claimsOf(strong.body['access_token'])).toMatchObject({ acr: strongAcr });
  });
});

describe('a session', () => {
  async function authenticationOf(
    browser: Browser,
    changes: Readonly<Record<string, string>>,
    login = goodLogin,
  ): Promise<unknown> {
    const { body } = await tokenOf(issuer.url, changes, { browser, login });
    const { acr, auth_time: authTime, sub } = claimsOf(body['access_token']);
    return { acr, authTime, sub };
  }

  async function isLoginAsked(browser: Browser, changes: Readonly<Record<string, string>>): Promise<boolean> {
    return (await follow(browser, authorizationRequest(issuer.url, changes).url)).page !== undefined;
  }

  it('is no answer to prompt=login, to a max_age that it is too old for, or to a stronger acr', async () => {
    const browser = openBrowser();
    await tokenOf(issuer.url, { acr_values: plainAcr }, { browser, login: { ...goodLogin, code: '' } });
    await sleep(1_100);
    expect(await isLoginAsked(browser, { acr_values: plainAcr })).toBe(false);
    expect(await isLoginAsked(browser, { max_age: '600' })).toBe(false);
    expect(await isLoginAsked(browser, { prompt: 'login' })).toBe(true);
    expect(await isLoginAsked(browser, { max_age: '0' })).toBe(true);
    expect(await isLoginAsked(browser, { acr_values: strongAcr })).toBe(true);
  });

  it('keeps the time of its login, and a step-up makes it the time of the new one', async () => {
    const browser = openBrowser();
    const first = await authenticationOf(browser, { acr_values: strongAcr });
    await sleep(1_100);
    expect(await authenticationOf(browser, { acr_values: strongAcr })).toEqual(first);
    const fresh = await authenticationOf(browser, { acr_values: strongAcr, max_age: '0' });
    expect(fresh).toMatchObject({ acr: strongAcr, sub: 'account-1' });
    expect((fresh as { authTime: number }).authTime).toBeGreaterThan((first as { authTime: number }).authTime);
  });

  it('ends when somebody else logs in: the page that ends it sends itself, and the login goes on', async () => {
    const browser = openBrowser();
    await tokenOf(issuer.url, {}, { browser });
    const { at } = await follow(browser, authorizationRequest(issuer.url, { prompt: 'login' }).url);
    const answer = await browser.post(at, { ...goodLogin, account: 'tenant-ada' });
    const page = await (await browser.get(new URL(answer.headers.get('location') ?? '', at).href, 'text/html')).text();
    const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
    const inputs = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const ended = await browser.post(action, Object.fromEntries(inputs) as Record<string, string>);
    const { at: back } = await follow(browser, new URL(ended.headers.get('location') ?? '', action).href);
    expect(new URL(back).searchParams.get('code')).toMatch(/^[\w-]{43}$/);
  });
});

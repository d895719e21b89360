import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused } from '../../src/kernel/refusal.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import { openDesk, serveDesk } from './desk.js';
import type { Desk } from './desk.js';

let desk: Desk;
let token: string;
beforeAll(async () => {
  desk = await openDesk();
  token = desk.token({ scope: 'purpose:RENT_FOLLOW_UP purpose:OWN_SPACE' });
});
afterAll(() => desk.close());

async function refusalOf(rawHeaders: readonly string[]): Promise<Refusal> {
  const result = await desk.ask(...rawHeaders);
  expect(result).toBeInstanceOf(Refused);
  return (result as Refused).refusal;
}

const purpose = ['Cloison-Purpose', 'RENT_FOLLOW_UP'] as const;
const notBearer = 'The Authorization header is not "DPoP <token>" or "Bearer <token>".';

type Case = readonly [title: string, message: string, headers: () => readonly string[]];

describe('the transport: a token is refused as unauthenticated', () => {
  const absent = 'Send an access token as "Authorization: DPoP <token>", or "Bearer <token>".';
  const cases: readonly Case[] = [
    ['when there is none', absent, () => [...purpose]],
    ['in a cookie', absent, () => ['Cookie', `access_token=${token}`, ...purpose]],
    ['in a header of its own', absent, () => ['X-Authorization', `Bearer ${token}`, ...purpose]],
    ['for a proxy', absent, () => ['Proxy-Authorization', `Bearer ${token}`, ...purpose]],
    [
      'with two Authorization headers',
      'Send exactly one Authorization header.',
      () => ['Authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`, ...purpose],
    ],
    [
      'behind another Authorization header',
      'Send exactly one Authorization header.',
      () => ['Authorization', 'Basic eDp5', 'Authorization', `Bearer ${token}`, ...purpose],
    ],
    ['twice in one header', notBearer, () => ['Authorization', `Bearer ${token}, Bearer ${token}`, ...purpose]],
    ['with a parameter', notBearer, () => ['Authorization', `Bearer token="${token}"`, ...purpose]],
    ['as Basic', notBearer, () => ['Authorization', `Basic ${token}`, ...purpose]],
    ['as DPoP and Bearer', notBearer, () => ['Authorization', `DPoP Bearer ${token}`, ...purpose]],
    ['without a scheme', notBearer, () => ['Authorization', token, ...purpose]],
    ['behind two spaces', notBearer, () => ['Authorization', `Bearer  ${token}`, ...purpose]],
    ['behind a tab', notBearer, () => ['Authorization', `Bearer\t${token}`, ...purpose]],
    ['followed by a word', notBearer, () => ['Authorization', `Bearer ${token} x`, ...purpose]],
    ['in quotes', notBearer, () => ['Authorization', `Bearer "${token}"`, ...purpose]],
    ['that is empty', notBearer, () => ['Authorization', 'Bearer ', ...purpose]],
    ['with an empty header', notBearer, () => ['Authorization', '', ...purpose]],
  ];
  it.each(cases)('%s', async (_, message, headers) => {
    expect(await refusalOf(headers())).toEqual({ code: 'UNAUTHENTICATED', message });
  });

  it('and the scheme may be written in small letters', async () => {
    expect(await desk.ask('authorization', `bearer ${token}`, 'cloison-purpose', 'RENT_FOLLOW_UP')).toMatchObject({
      role: 'AGENCY',
    });
  });
});

describe('the purpose: an operation is refused', () => {
  const unknown = 'Cloison-Purpose names no purpose that your role has.';
  const cases: readonly (readonly [string, Refusal, readonly string[]])[] = [
    [
      'without one, though the scope holds one only',
      { code: 'PURPOSE_MISSING', message: 'Name the purpose of the operation in a Cloison-Purpose header.' },
      [],
    ],
    ['with an empty one', { code: 'PURPOSE_UNKNOWN', message: unknown }, ['Cloison-Purpose', '']],
    ['with one that nobody has', { code: 'PURPOSE_UNKNOWN', message: unknown }, ['Cloison-Purpose', 'CURIOSITY']],
    [
      'with one of another role, and does not say that it exists',
      { code: 'PURPOSE_UNKNOWN', message: unknown },
      ['Cloison-Purpose', 'OWN_SPACE'],
    ],
    ['with a list', { code: 'PURPOSE_UNKNOWN', message: unknown }, ['Cloison-Purpose', 'RENT_FOLLOW_UP, REPAIRS']],
    [
      'with two headers',
      { code: 'PURPOSE_UNKNOWN', message: 'Send exactly one Cloison-Purpose header.' },
      ['Cloison-Purpose', 'RENT_FOLLOW_UP', 'cloison-purpose', 'RENT_FOLLOW_UP'],
    ],
    ['in small letters', { code: 'PURPOSE_UNKNOWN', message: unknown }, ['Cloison-Purpose', 'rent_follow_up']],
    [
      'with a property of every object',
      { code: 'PURPOSE_UNKNOWN', message: unknown },
      ['Cloison-Purpose', 'constructor'],
    ],
    [
      'with one that the scope lacks',
      { code: 'PURPOSE_NOT_IN_SCOPE', message: "The token's scope does not cover the purpose of this operation." },
      ['Cloison-Purpose', 'REPAIRS'],
    ],
  ];
  it.each(cases)('%s', async (_, refusal, headers) => {
    expect(await refusalOf(['Authorization', `Bearer ${token}`, ...headers])).toEqual(refusal);
    expect(await refusalOf(['Authorization', `Bearer ${token}`, ...headers])).toEqual(refusal);
  });

  it('when the scope names the purpose without its prefix, or is not there', async () => {
    for (const scope of ['RENT_FOLLOW_UP', 'purpose:RENT_FOLLOW_UPS', '', undefined]) {
      const refusal = await refusalOf(['Authorization', `Bearer ${desk.token({ scope })}`, ...purpose]);
      expect(refusal.code).toBe('PURPOSE_NOT_IN_SCOPE');
    }
  });

  it('but never before the token is, so that nobody without one learns of purposes', async () => {
    expect((await refusalOf(['Authorization', 'Bearer x.y.z', 'Cloison-Purpose', 'CURIOSITY'])).code).toBe(
      'TOKEN_MALFORMED',
    );
  });
});

describe('over a real connection', () => {
  it('a header that was sent twice is seen, a long one never arrives, and a good request passes', async () => {
    const server = await serveDesk(desk);
    const request = (...headers: string[]): Promise<string> =>
      server.send(
        ['POST /graphql?access_token=x HTTP/1.1', 'Host: localhost', 'Connection: close', ...headers, '', ''].join(
          '\r\n',
        ),
      );
    const good = `Authorization: Bearer ${token}`;
    try {
      expect(await request(good, 'Cloison-Purpose: RENT_FOLLOW_UP')).toBe('200 account-7');
      expect(await request(good, good, 'Cloison-Purpose: RENT_FOLLOW_UP')).toBe('401 UNAUTHENTICATED');
      expect(await request(good, 'AUTHORIZATION: Bearer x', 'Cloison-Purpose: RENT_FOLLOW_UP')).toBe(
        '401 UNAUTHENTICATED',
      );
      expect(await request('Cloison-Purpose: RENT_FOLLOW_UP')).toBe('401 UNAUTHENTICATED');
      expect(await request(good, 'Cloison-Purpose: RENT_FOLLOW_UP', 'Cloison-Purpose: REPAIRS')).toBe(
        '403 PURPOSE_UNKNOWN',
      );
      expect(await request(`Authorization: Bearer ${'x'.repeat(20_000)}`)).toBe('431');
      expect(await request(`X-Old: ${good}`, ' Bearer x', 'Cloison-Purpose: RENT_FOLLOW_UP')).toMatch(/^40[01]/);
    } finally {
      await server.close();
    }
  });
});

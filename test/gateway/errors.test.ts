/** An error says where and what is wrong with a request, and never repeats a value that it held. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutValues } from '../../src/gateway/withoutValues.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const secret = 'Quillfeather';
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2026-11-20T10:00:00Z'),
  });
});

afterAll(() => service.stop());

describe('a value in a query does not come back', () => {
  it.each([
    ['an Int', `{ tenants(first: "${secret}") { nodes { id } } }`, 'Int cannot represent non-integer value.'],
    [
      'a String',
      `{ findTenant(by: { surname: { is: "${secret}" } }) { id } }`,
      'String cannot represent a non string value.',
    ],
    ['an ID', `{ tenant(id: ["${secret}"]) { id } }`, 'ID cannot represent a non-string and non-integer value.'],
    ['an input object', `{ findTenant(by: "${secret}") { id } }`, 'Expected value of type "TenantBy!".'],
    [
      'a place where none belongs',
      `{ tenant(id: "x" "${secret}") { id } }`,
      'Syntax Error: Expected Name, found String.',
    ],
    [
      'a block string there',
      `{ tenant(id: "x" """${secret}""") { id } }`,
      'Syntax Error: Expected Name, found BlockString.',
    ],
    [
      'a moment',
      `{ tenants(first: 1, changedSince: "${secret}") { nodes { id } } }`,
      'DateTime takes an instant with its offset, such as 2026-03-29T08:00:00Z.',
    ],
  ])('read as %s', async (_title, query, message) => {
    const reply = await service.ask('agent-north', query);
    expect([reply.status, reply.messages, reply.text.includes(secret)]).toEqual([400, [message], false]);
  });

  it('read as an enum’s, whose message names the type alone', () => {
    expect(
      withoutValues(`Value "${secret}" does not exist in "LeaseStatus" enum. Did you mean the enum value "ENDED"?`),
    ).toBe('The value does not exist in "LeaseStatus" enum.');
    expect(withoutValues(`Enum "LeaseStatus" cannot represent non-enum value: "${secret}".`)).toBe(
      'Enum "LeaseStatus" cannot represent non-enum value.',
    );
  });

  it('while messages that quote names stay whole', () => {
    const message = 'Cannot query field "nir" on type "Tenant". Did you mean "id"?';
    expect(withoutValues(message)).toBe(message);
  });
});

describe('a value in a variable does not come back', () => {
  const find =
    'query ($by: TenantBy!, $first: Int = 1) { findTenant(by: $by) { id } tenants(first: $first) { nodes { id } } }';

  it.each([
    ['of another type', { by: secret }, '$by has not the form of its type.'],
    ['a field of another type', { by: { surname: [secret] } }, '$by.surname has not the form of its type.'],
    ['a field that is none', { by: { [secret]: 1 } }, '$by has not the form of its type.'],
    ['a number', { by: {}, first: secret }, '$first has not the form of its type.'],
    ['too long', { by: { born: secret.repeat(1000) } }, '$by.born has not the form of its type.'],
  ])('%s', async (_title, variables, message) => {
    const reply = await service.ask('agent-north', find, { variables });
    expect([reply.status, reply.codes, reply.messages, reply.text.includes(secret)]).toEqual([
      400,
      ['ARGUMENT_INVALID'],
      [message],
      false,
    ]);
  });

  it('and one that is missing is named', async () => {
    const reply = await service.ask('agent-north', find);
    expect(reply.messages).toEqual(['The variable $by of type TenantBy! is missing.']);
  });
});

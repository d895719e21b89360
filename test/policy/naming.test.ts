import { expect, test } from 'vitest';
import { contractFileName, contractName, snakeCase } from '../../src/policy/naming.js';

test.each([
  ['birthDate', 'birth_date'],
  ['line2', 'line2'],
  ['line2Extra', 'line2_extra'],
  ['homeURL', 'home_url'],
  ['homeURLOld', 'home_url_old'],
  ['name', 'name'],
])('the column of %s is %s', (field, column) => {
  expect(snakeCase(field)).toBe(column);
});

test('a rung is a sibling named for it', () => {
  expect(contractName('birthDate', 'EXACT')).toBe('birthDate');
  expect(contractName('birthDate', 'AGE_BAND')).toBe('birthDateAgeBand');
  expect(contractName('address.postcode', 'POSTCODE_AREA')).toBe('address.postcodePostcodeArea');
  expect(contractName('phone', 'LAST2')).toBe('phoneLast2');
});

test('a contract is a file named for its role', () => {
  expect(contractFileName('SITE_CLERK')).toBe('site-clerk.graphql');
});

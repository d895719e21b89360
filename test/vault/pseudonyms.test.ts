import { expect, test } from 'vitest';
import { newVault } from './cells.js';

const vault = newVault();
const pseudonyms = vault.pseudonyms('an-organisation', 'Tenant.name', 'Text');

test('a pseudonym is 22 characters of base64url, the same for every spelling of the value', () => {
  expect(pseudonyms.of('Maëlys Le-Goff')).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(pseudonyms.of('MAELYS LE GOFF')).toBe(pseudonyms.of('Maëlys Le-Goff'));
  expect(vault.pseudonyms('an-organisation', 'Tenant.name', 'Text').of('maelys le goff')).toBe(
    pseudonyms.of('Maëlys Le-Goff'),
  );
});

test('other values have other pseudonyms', () => {
  const names = Array.from({ length: 1000 }, (_, index) => pseudonyms.of(`Name ${index}`));
  expect(new Set(names).size).toBe(1000);
});

test('two organisations, coordinates or rings share none', () => {
  const all = [
    pseudonyms,
    vault.pseudonyms('another-organisation', 'Tenant.name', 'Text'),
    vault.pseudonyms('an-organisation', 'Landlord.name', 'Text'),
    vault.pseudonyms('an-organisationT', 'enant.name', 'Text'),
    newVault().pseudonyms('an-organisation', 'Tenant.name', 'Text'),
  ];
  expect(new Set(all.map((each) => each.of('Dupont'))).size).toBe(all.length);
  const joined = Array.from({ length: 500 }, (_, index) => `Name ${index}`).flatMap((name) =>
    all.slice(0, 2).map((each) => each.of(name)),
  );
  expect(new Set(joined).size).toBe(1000);
});

test('a number and an email are normalised as their own kind', () => {
  const phones = vault.pseudonyms('an-organisation', 'Tenant.phone', 'Phone');
  expect(phones.of('06 39 98 00 01')).toBe(phones.of('+33639980001'));
  const emails = vault.pseudonyms('an-organisation', 'Tenant.email', 'Email');
  expect(emails.of('Jeanne@Example.ORG')).toBe(emails.of('jeanne@example.org'));
});

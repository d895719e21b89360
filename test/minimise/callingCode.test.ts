import { expect, test } from 'vitest';
import { callingCode } from '../../src/minimise/callingCode.js';

/** ITU-T E.164, Annex: every code of one or two digits that is assigned or reserved. */
const short = [
  '1', '7', '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49',
  '51', '52', '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86',
  '90', '91', '92', '93', '94', '95', '98',
]; // prettier-ignore

test('every country code of one or two digits ends where the list of the ITU ends it', () => {
  expect(short.map((code) => callingCode(`+${code}5550100`))).toEqual(short);
});

test('whatever begins with none of them has a code of three digits', () => {
  const codes = Array.from({ length: 900 }, (_, index) => String(100 + index));
  const long = codes.filter((code) => !short.some((each) => code.startsWith(each)));
  expect(long.length).toBeGreaterThan(200);
  expect(long.map((code) => callingCode(`+${code}5550100`))).toEqual(long);
});

import { expect, test } from 'vitest';
import { matrix, printMatrix } from '../../src/policy/matrix.js';
import { compiled } from './harness.js';

test('a row says who reads which field for what, how precisely, by which way and until when', () => {
  const rows = matrix(compiled());
  expect(
    rows.find(({ role, coordinate }) => role === 'AGENCY' && coordinate === 'Tenant.address.postcodePostcodeArea'),
  ).toEqual({
    role: 'AGENCY',
    coordinate: 'Tenant.address.postcodePostcodeArea',
    purpose: 'LETTING',
    precision: 'POSTCODE_AREA',
    through: [{ reach: 'lodger', within: 'P3M', approval: false }],
    stepUp: false,
    restrictedBy: ['protected_address'],
  });
});

test('every granted field is there, the object that holds it is not', () => {
  const coordinates = matrix(compiled())
    .filter(({ role }) => role === 'TENANT')
    .map(({ coordinate }) => coordinate);
  expect(coordinates).toEqual(['Tenant.birthName', 'Tenant.registeredOn', 'Tenant.stepless']);
  expect(matrix(compiled()).some(({ coordinate }) => coordinate === 'Tenant.address')).toBe(false);
});

test('a field that two purposes open has two rows', () => {
  const rows = matrix(compiled()).filter(({ role, coordinate }) => role === 'AGENCY' && coordinate === 'Building.name');
  expect(rows.map(({ purpose, through }) => [purpose, through])).toEqual([
    ['LETTING', []],
    ['MANAGEMENT', []],
  ]);
});

test('prints aligned columns under headings', () => {
  const rows = matrix(compiled()).filter(({ role }) => role === 'TENANT');
  expect(printMatrix(rows)).toBe(
    [
      'ROLE    FIELD                PURPOSE   PRECISION  THROUGH     STEP UP  WITHHELD BY',
      'TENANT  Tenant.birthName     OWN_FILE  EXACT      self +PT0S  -        -',
      'TENANT  Tenant.registeredOn  OWN_FILE  EXACT      self +PT0S  -        -',
      'TENANT  Tenant.stepless      OWN_FILE  EXACT      self +PT0S  -        -',
      '',
    ].join('\n'),
  );
});

test('a field that asks for a fresh authentication says so', () => {
  const policy = compiled(
    ['@party(as: DATA_SUBJECT)', '@party(as: DATA_SUBJECT, acr: "gold", stepUpAge: "PT5M")'],
    [
      'through: ["self"], within: "PT0S")\n  "The birth date',
      'through: ["self"], within: "PT0S", stepUp: true)\n  "The birth date',
    ],
  );
  const rows = matrix(policy).filter(({ role }) => role === 'TENANT');
  expect(rows.map(({ coordinate, stepUp }) => [coordinate, stepUp])).toEqual([
    ['Tenant.birthName', true],
    ['Tenant.registeredOn', false],
    ['Tenant.stepless', false],
  ]);
  expect(printMatrix(rows).split('\n')[1]).toBe(
    'TENANT  Tenant.birthName     OWN_FILE  EXACT      self +PT0S  fresh    -',
  );
});

test('prints as JSON without loss', () => {
  const rows = matrix(compiled());
  expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
});

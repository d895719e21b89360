import { describe, expect, test } from 'vitest';
import { matrix, printMatrix } from '../../src/policy/matrix.js';
import { match, matchInput } from './compile/asked.js';
import type { Edit } from './harness.js';
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

describe('what a role may match', () => {
  const [from, to] = match;
  const address: Edit = [
    from,
    to
      .replace('"birthName"', '"address.postcode"')
      .replace('who: WhoIsTenant!', 'number: NationalNumber!, postcode: PostalCode! @sets(field: "address.postcode")'),
  ];
  const policy = compiled(address);
  const spared = compiled(address, ['except: [TENANT]', 'except: [TENANT, AGENCY]']);
  const matched = { role: 'AGENCY', purpose: 'LETTING', precision: 'MATCH', stepUp: false };
  const through = [{ reach: 'lodger', within: 'PT0S', approval: false }];

  test('is a row for each field and purpose, through links that are alive, and withheld as if it were shown', () => {
    expect(matrix(policy).filter(({ precision }) => precision === 'MATCH')).toEqual([
      { ...matched, coordinate: 'Tenant.address.postcode', through, restrictedBy: ['protected_address'] },
      { ...matched, coordinate: 'Tenant.number', through, restrictedBy: [] },
    ]);
    expect(matrix(spared).filter(({ restrictedBy, role }) => role === 'AGENCY' && restrictedBy.length > 0)).toEqual([]);
  });

  test('stands behind what it reads of the same field', () => {
    const rows = matrix(compiled(match, matchInput)).filter(
      ({ coordinate, role }) => role === 'AGENCY' && coordinate === 'Tenant.birthName',
    );
    expect(rows.map(({ precision }) => precision)).toEqual(['EXACT', 'MATCH']);
  });

  test('says in print by what it is withheld', () => {
    expect(printMatrix(matrix(policy).filter(({ precision }) => precision === 'MATCH'))).toBe(
      [
        'ROLE    FIELD                    PURPOSE  PRECISION  THROUGH       STEP UP  WITHHELD BY',
        'AGENCY  Tenant.address.postcode  LETTING  MATCH      lodger +PT0S  -        protected_address',
        'AGENCY  Tenant.number            LETTING  MATCH      lodger +PT0S  -        -',
        '',
      ].join('\n'),
    );
  });
});

test('rows are sorted by role, then field, then purpose, each word whole', () => {
  const masked = 'through: ["self"], within: "PT0S"';
  const policy = compiled([
    '  email: Email\n    @personal(category: CONTACT)\n',
    `  email: Email\n    @personal(category: CONTACT)\n    @disclose(to: [TENANT], for: [OWN_FILE, LETTING], ${masked})\n    @disclose(to: [TENANT], for: [OWN_FILE, LETTING], ${masked}, as: MASKED)\n`,
  ]);
  const rows = matrix(policy).filter(
    ({ coordinate, role }) => role === 'TENANT' && coordinate.startsWith('Tenant.email'),
  );
  expect(rows.map(({ coordinate, purpose }) => `${coordinate} ${purpose}`)).toEqual([
    'Tenant.email LETTING',
    'Tenant.email OWN_FILE',
    'Tenant.emailMasked LETTING',
    'Tenant.emailMasked OWN_FILE',
  ]);
  const roles = matrix(policy).map(({ role }) => role);
  expect(roles).toEqual(roles.toSorted());
});

test('several ways and windows of one field are told each once', () => {
  const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
  const second =
    '@reach(name: "lodger", role: AGENCY, through: "sublease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")';
  const policy = compiled(
    ['  @restrict(', `  ${second}\n  @restrict(`],
    [email, `${email}\n    ${email.replace('"P1M"', '"P1Y", approval: true')}`],
    ['fields: ["address"], except', 'fields: ["address", "email"], except'],
    [
      '  protectedAddress: Boolean',
      '  keptAway: Boolean @impersonal(reason: "a mark of the file")\n  protectedAddress: Boolean',
    ],
    [
      '  @restrict(column: "protected',
      '  @restrict(column: "kept_away", fields: ["email"])\n  @restrict(column: "protected',
    ],
  );
  const rows = matrix(policy).filter(({ role, coordinate }) => role === 'AGENCY' && coordinate === 'Tenant.email');
  expect(rows.map(({ through }) => through)).toEqual([
    [
      { reach: 'lodger', within: 'P1M', approval: false },
      { reach: 'lodger', within: 'P1Y', approval: true },
    ],
  ]);
  expect(printMatrix(rows).split('\n')[1]).toBe(
    'AGENCY  Tenant.email  LETTING  EXACT      lodger +P1M, lodger +P1Y if approved  -        kept_away, protected_address',
  );
});

test('what is about no person is read without a link', () => {
  const rows = matrix(compiled()).filter(
    ({ coordinate }) => coordinate === 'Agency.name' || coordinate === 'Building.floors',
  );
  expect(printMatrix(rows.slice(0, 1)).split('\n')[1]).toBe(
    'AGENCY  Building.floors  LETTING  EXACT      -        -        -',
  );
});

test('prints as JSON without loss', () => {
  const rows = matrix(compiled());
  expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
});

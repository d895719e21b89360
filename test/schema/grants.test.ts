/** What each role's contract holds of a person, field by field: what a case does not list is not there. */
import { describe, expect, it } from 'vitest';
import type { RolePolicy } from '../../src/policy/compiled.js';
import { compiled, storeFolder } from '../support/policies.js';

const policy = compiled(storeFolder);

const everyOwnField =
  'accompaniments address address.city address.line address.postcode applications attendances birthDate birthName ' +
  'deregisteredOn disabilityRecognised email enrolments givenNames identifier minor nir phone protectedAddress registeredOn status usedName';

const cases: readonly (readonly [role: string, fields: string])[] = [
  [
    'ADVISER',
    'accompaniments address address.city address.line address.postcode applications birthDate birthDateYear birthName ' +
      'deregisteredOn email emailMasked enrolments givenNames givenNamesInitial identifier minor nir nirPresence phone ' +
      'phoneLast2 protectedAddress registeredOn status usedName',
  ],
  [
    'CAP_EMPLOI_ADVISER',
    'accompaniments address address.city address.postcode applications birthDateYear birthName disabilityRecognised email ' +
      'enrolments givenNames identifier phone status usedName',
  ],
  [
    'MISSION_LOCALE_ADVISER',
    'accompaniments address address.city address.postcode applications birthDate birthName email enrolments givenNames ' +
      'identifier minor phone status usedName',
  ],
  ['TRAINING_ORGANISATION', 'birthDateAgeBand birthName email enrolments givenNames phone usedName'],
  ['EMPLOYER', 'address address.city applications email givenNames phone usedName'],
  ['FUNDER', 'address address.postcodePostcodeArea enrolments identifierPseudonym'],
  ['COMPLIANCE', ''],
  ['JOB_SEEKER', everyOwnField],
];

describe('the contract of each role', () => {
  it.each(cases)('%s reads of a person: %s', (role, fields) => {
    expect(fieldsOf(roleOf(role), 'JobSeeker').join(' ')).toBe(fields);
  });

  it('has a case for every role', () => {
    expect(cases.map(([role]) => role)).toEqual([...policy.roles.keys()]);
  });

  it('knows no purpose of another role', () => {
    expect(
      Object.fromEntries([...policy.roles.values()].map(({ role, purposes }) => [role, purposes.toSorted()])),
    ).toEqual({
      ADVISER: ['COUNSELLING', 'REGISTRATION'],
      CAP_EMPLOI_ADVISER: ['COUNSELLING'],
      MISSION_LOCALE_ADVISER: ['COUNSELLING'],
      TRAINING_ORGANISATION: ['TRAINING_FOLLOW_UP'],
      EMPLOYER: ['RECRUITMENT'],
      FUNDER: ['FUNDING_CONTROL'],
      COMPLIANCE: ['OVERSIGHT'],
      JOB_SEEKER: ['SELF_SERVICE'],
    });
  });

  it('lets compliance read entities and no personal field', () => {
    const types = [...roleOf('COMPLIANCE').types.keys()];
    expect(types.map((name) => policy.types.get(name)?.kind)).not.toContain('subject');
    expect(types.map((name) => policy.types.get(name)?.kind)).not.toContain('record');
    expect(types).toContain('Session');
  });

  it('opens no special category but to the Cap emploi and to the person', () => {
    const special = [...policy.types.values()].flatMap((type) =>
      [...type.fields.values()].filter(({ category }) => policy.categories.get(category ?? '') === 'SPECIAL'),
    );
    expect(special.map(({ coordinate }) => coordinate)).toEqual(['JobSeeker.disabilityRecognised']);
    expect(rolesReading('disabilityRecognised')).toEqual(['CAP_EMPLOI_ADVISER', 'JOB_SEEKER']);
  });

  it('asks every role for a second factor, and for a session no older than a day of work, the person’s than an hour', () => {
    const asked = [...policy.roles.values()].map(({ role, authentication: { acr, maxAgeSeconds } }) => [
      role,
      acr.join(' '),
      (maxAgeSeconds ?? Number.NaN) / 3600,
    ]);
    const mfa = 'https://refeds.org/profile/mfa';
    expect(asked).toEqual([
      ['ADVISER', mfa, 10],
      ['CAP_EMPLOI_ADVISER', mfa, 10],
      ['MISSION_LOCALE_ADVISER', mfa, 10],
      ['TRAINING_ORGANISATION', mfa, 12],
      ['EMPLOYER', mfa, 12],
      ['FUNDER', mfa, 12],
      ['COMPLIANCE', mfa, 10],
      ['JOB_SEEKER', mfa, 1],
    ]);
  });

  it('asks for a fresh authentication before the NIR and health, and before nothing that a machine copies by night', () => {
    const stepUps = [...policy.roles.values()].flatMap(({ role, types }) =>
      [...types.values()].flatMap(({ type, fields }) =>
        [...fields.values()].flatMap(({ name, stepUpFor }) =>
          [...stepUpFor].map((purpose) => `${role} ${type}.${name} ${purpose}`),
        ),
      ),
    );
    expect(stepUps).toEqual([
      'ADVISER JobSeeker.nir REGISTRATION',
      'CAP_EMPLOI_ADVISER JobSeeker.disabilityRecognised COUNSELLING',
      'JOB_SEEKER JobSeeker.nir SELF_SERVICE',
      'JOB_SEEKER JobSeeker.disabilityRecognised SELF_SERVICE',
    ]);
    const machines = [...policy.roles.values()].filter(({ authentication }) => authentication.machine);
    expect(machines.map(({ role }) => role)).toEqual(['TRAINING_ORGANISATION', 'EMPLOYER', 'FUNDER']);
  });

  it('lets no partner in without a proof of the sender, and nobody but the person without an account', () => {
    const roles = [...policy.roles.values()];
    const bearers = roles.filter(({ authentication }) => !authentication.isSenderConstrained);
    expect(bearers.map(({ role }) => role)).toEqual(['ADVISER', 'COMPLIANCE', 'JOB_SEEKER']);
    const strangers = roles.filter(({ authentication }) => !authentication.isRegistered);
    expect(strangers.map(({ role }) => role)).toEqual(['JOB_SEEKER']);
  });

  it('gives an adviser ten plain fields of a page, exactly as stored, for one purpose', () => {
    const grant = roleOf('ADVISER').types.get('JobSeeker');
    const plain = [...(grant?.fields.values() ?? [])].filter(
      ({ path, precision, gates }) =>
        precision === 'EXACT' &&
        gates.has('COUNSELLING') &&
        policy.types.get('JobSeeker')?.fields.get(path)?.kind === 'value',
    );
    expect(plain.filter(({ path }) => !path.includes('.')).length).toBeGreaterThanOrEqual(10);
  });

  it('keeps every page at fifty rows or fewer, and bounds persons for every role', () => {
    for (const { bound } of policy.roles.values()) {
      expect(bound.page).toBeLessThanOrEqual(50);
      expect(bound.persons).not.toEqual([]);
    }
  });

  it('finds a person by two attributes that identify, and only for who reads both exactly', () => {
    const sets = policy.roots.get('findJobSeeker')?.by ?? [];
    expect(sets.every((set) => set.length >= 2)).toBe(true);
    const mayFind = [...policy.roles.values()]
      .filter(({ roots }) => roots.includes('findJobSeeker'))
      .map(({ role }) => role);
    expect(mayFind).not.toContain('TRAINING_ORGANISATION');
    expect(mayFind).not.toContain('EMPLOYER');
    expect(mayFind).not.toContain('FUNDER');
    expect(mayFind).toContain('ADVISER');
  });

  it('withholds the address of a person in danger from all but the own adviser and the person', () => {
    for (const role of ['CAP_EMPLOI_ADVISER', 'MISSION_LOCALE_ADVISER', 'FUNDER']) {
      const path = role === 'FUNDER' ? 'address.postcodePostcodeArea' : 'address.postcode';
      expect(roleOf(role).types.get('JobSeeker')?.fields.get(path)?.restrictedBy).toEqual(['protected_address']);
    }
    expect(roleOf('ADVISER').types.get('JobSeeker')?.fields.get('address.postcode')?.restrictedBy).toEqual([]);
    expect(roleOf('TRAINING_ORGANISATION').types.get('JobSeeker')?.fields.get('phone')?.restrictedBy).toEqual([
      'protected_address',
    ]);
    expect(roleOf('EMPLOYER').types.get('JobSeeker')?.fields.get('phone')?.restrictedBy).toEqual([
      'protected_address',
      'minor',
    ]);
  });
});

describe('the writes', () => {
  it('let a training organisation state what became of a referral, and an adviser make it', () => {
    expect(writesOf('TRAINING_ORGANISATION')).toEqual([
      'recordAbandonment',
      'recordAttendance',
      'recordCompletion',
      'recordEntry',
      'recordExit',
    ]);
    const openings = ['openAtCounter', 'openInEmergency', 'openOnTelephone'];
    expect(writesOf('ADVISER')).toEqual(['correctJobSeeker', ...openings, 'referToSession', 'registerJobSeeker']);
    for (const role of [
      'CAP_EMPLOI_ADVISER',
      'MISSION_LOCALE_ADVISER',
      'EMPLOYER',
      'FUNDER',
      'COMPLIANCE',
      'JOB_SEEKER',
    ]) {
      expect(writesOf(role)).toEqual([]);
    }
  });

  it('say of every change of state from which states, and none of them starts from an end', () => {
    const ended = ['COMPLETED', 'EXITED', 'ABANDONED'];
    for (const name of ['recordEntry', 'recordExit', 'recordCompletion', 'recordAbandonment']) {
      const constants = policy.writes.get(name)?.steps.flatMap((step) => step.constants) ?? [];
      const from = constants.find(({ field }) => field === 'status')?.from ?? ended;
      expect(from.filter((state) => ended.includes(state))).toEqual([]);
    }
  });
});

function roleOf(name: string): RolePolicy {
  const role = policy.roles.get(name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}

function fieldsOf(role: RolePolicy, type: string): readonly string[] {
  return [...(role.types.get(type)?.fields.keys() ?? [])].toSorted();
}

function rolesReading(field: string): readonly string[] {
  return [...policy.roles.values()]
    .filter(({ types }) => types.get('JobSeeker')?.fields.has(field) ?? false)
    .map(({ role }) => role);
}

function writesOf(role: string): readonly string[] {
  return roleOf(role).writes.toSorted();
}

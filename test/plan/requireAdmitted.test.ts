/** What a caller may not ask just now: stopped fields, submission only, an old session, a machine, a quarantine. */
import { describe, expect, it } from 'vitest';
import { quarantinePage } from '../../src/plan/requireAdmitted.js';
import { compiled as tenancy } from '../policy/harness.js';
import type { Edit } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { goodStanding, nowSeconds, planned, refusalOfPlan } from './planning.js';
import type { Asked } from './planning.js';
import { plannedWrite, refusalOfWrite } from './writePlanning.js';

const rental = compiled(rentalFolder);
const agent = { role: 'AGENT', purpose: 'LETTING' };
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };
const fund = { role: 'GUARANTEE_FUND', purpose: 'GUARANTEE' };

const names = '{ tenants(first: 5) { nodes { surname } } }';
const homes = '{ tenants(first: 5) { nodes { surname forwarding { line } } } }';
const find = '{ findTenant(by: { surname: "Exemple", born: "1990-01-01" }) { id } }';
const handOver = 'mutation { handOver(lease: "l") { errors { row } } }';
const shown = 'mutation { handOver(lease: "l") { errors { row } lease { rent } } }';
const correct = 'mutation { correctTenant(input: { id: "i", phone: "+441632960002" }) { errors { row } } }';
const moved = 'mutation { correctTenant(input: { id: "i", phone: null }) { tenant { forwarding { line } } } }';

type Asking = NonNullable<Asked['asking']>;

function standing(different: Partial<typeof goodStanding>): Asking {
  return { standing: { ...goodStanding, ...different } };
}

function stopped(...stoppedFields: readonly string[]): Asking {
  return standing({ stoppedFields });
}

const submissionOnly = standing({ isSubmissionOnly: true });
const quarantine = standing({ isInQuarantine: true });
const machine: Asking = { kind: 'MACHINE', sender: 'CERTIFICATE', authenticatedAt: undefined };

describe('a field that is stopped', () => {
  it.each([
    ['by its name', 'Tenant.surname', agent, names],
    ['whatever the alias', 'Tenant.surname', agent, '{ tenants(first: 1) { nodes { id x: surname } } }'],
    [
      'in a fragment',
      'Tenant.surname',
      agent,
      '{ tenants(first: 1) { edges { node { ...T } } } } fragment T on Tenant { surname }',
    ],
    ['below a list', 'Lease.rent', landlord, '{ tenants(first: 1) { nodes { leases(first: 1) { nodes { rent } } } } }'],
    [
      'as the list itself',
      'Tenant.leases',
      landlord,
      '{ tenants(first: 1) { nodes { leases(first: 1) { nodes { rent } } } } }',
    ],
    [
      'as a relation',
      'Lease.dwelling',
      agent,
      '{ tenants(first: 1) { nodes { leases(first: 1) { nodes { dwelling { rooms } } } } } }',
    ],
    ['of what is about no person', 'Dwelling.rooms', agent, '{ dwellings(first: 1) { nodes { rooms } } }'],
    ['at a rung', 'Tenant.born', fund, '{ tenants(first: 1) { nodes { bornYear } } }'],
    ['by the name of the rung', 'Tenant.bornYear', fund, '{ tenants(first: 1) { nodes { bornYear } } }'],
    ['by what holds it', 'Tenant.forwarding', agent, homes],
    ['by its path', 'Tenant.forwarding.line', agent, homes],
    ['by its own type', 'Forwarding.line', agent, homes],
    ['as the key', 'Tenant.id', agent, '{ tenants(first: 1) { nodes { id } } }'],
    ['as a root', 'Query.findTenant', agent, find],
    ['that a lookup compares', 'Tenant.born', agent, find],
    [
      'that a filter compares',
      'Dwelling.landlord',
      agent,
      '{ dwellings(first: 1, filter: { landlord: "x" }) { nodes { rooms } } }',
    ],
  ])('is read by nobody: %s', (_title, field, caller, query) => {
    const refusal = refusalOfPlan(rental, { ...caller, query, asking: stopped('Tenant.cameOn', field) });
    expect(refusal).toEqual({ code: 'FIELD_STOPPED', message: `${field} is stopped.` });
  });

  it.each([
    ['that is not asked', 'Tenant.phone', agent, names],
    ['that another lookup compares', 'Tenant.fileNumber', agent, find],
    [
      'that a filter could compare and does not',
      'Dwelling.landlord',
      agent,
      '{ dwellings(first: 1, filter: { landlord: null }) { nodes { rooms } } }',
    ],
    ['of another type', 'Lease.surname', agent, names],
  ])('stops nothing else: %s', (_title, field, caller, query) => {
    expect(planned(rental, { ...caller, query, asking: stopped(field) }).roots).toHaveLength(1);
  });

  it.each([
    ['that is given', 'Tenant.phone', agent, correct],
    ['that is emptied', 'Tenant.phone', agent, moved],
    ['that is shown', 'Tenant.forwarding.line', agent, moved],
    ['that the write sets itself', 'Lease.status', landlord, handOver],
    ['that is shown of a list', 'Lease.rent', landlord, shown],
    ['that is the mutation', 'Mutation.handOver', landlord, handOver],
  ])('is written and shown by nobody: %s', (_title, field, caller, query) => {
    const refusal = refusalOfWrite(rental, { ...caller, query, asking: stopped(field) });
    expect(refusal).toEqual({ code: 'FIELD_STOPPED', message: `${field} is stopped.` });
  });

  it('stops no write that leaves it alone', () => {
    const asking = stopped('Tenant.forwarding', 'Lease.rent', 'Tenant.surname');
    expect(plannedWrite(rental, { ...agent, query: correct, asking }).writes).toHaveLength(1);
    expect(plannedWrite(rental, { ...landlord, query: handOver, asking }).writes).toHaveLength(1);
  });

  const named: Edit = ['building: ID! @sets(field: "building")', 'building: String! @sets(field: "building.name")'];
  const byName = tenancy(named);

  it('is stopped where a condition compares it', () => {
    const query =
      'mutation { startLeases(building: "b", key: "k", rows: [{ id: "i", startedOn: "2024-06-01" }]) { errors { row } } }';
    const agency = { role: 'AGENCY', purpose: 'LETTING', query };
    for (const field of ['Lease.building', 'Building.name'])
      expect(refusalOfWrite(byName, { ...agency, asking: stopped(field) }).message).toBe(`${field} is stopped.`);
    expect(plannedWrite(byName, { ...agency, asking: stopped('Building.floors') }).writes).toHaveLength(1);
  });
});

describe('what a plan says that it reads', () => {
  it('is every name of it, sorted, each once', () => {
    expect(planned(rental, { ...agent, query: homes }).coordinates).toEqual([
      'Forwarding.line',
      'Query.tenants',
      'Tenant.forwarding',
      'Tenant.forwarding.line',
      'Tenant.surname',
    ]);
    expect(planned(rental, { ...agent, query: find }).coordinates).toEqual([
      'Query.findTenant',
      'Tenant.born',
      'Tenant.id',
      'Tenant.surname',
    ]);
  });

  it('is, of a write, what is given, compared, set and shown', () => {
    expect(plannedWrite(rental, { ...agent, query: correct }).coordinates).toEqual([
      'Mutation.correctTenant',
      'Tenant.phone',
    ]);
    expect(plannedWrite(rental, { ...landlord, query: shown }).coordinates).toEqual([
      'Lease.rent',
      'Lease.status',
      'Mutation.handOver',
    ]);
  });

  it('is nothing where only the caller asks for itself', () => {
    expect(planned(rental, { ...agent, query: '{ me { role } __typename }' }).coordinates).toEqual([]);
  });
});

describe('a stop that leaves submission open', () => {
  it.each([
    ['a list', agent, names],
    ['an own file', { role: 'TENANT', purpose: 'OWN_FILE' }, '{ myFile { surname } }'],
    ['what is about no person', agent, '{ dwellings(first: 1) { nodes { rooms } } }'],
  ])('refuses %s', (_title, caller, query) => {
    const refusal = refusalOfPlan(rental, { ...caller, query, asking: { ...machine, ...submissionOnly } });
    expect(refusal).toEqual({
      code: 'SUBMISSION_ONLY',
      message: 'Reading is stopped: a machine may go on handing in.',
    });
  });

  it.each([
    ['a person', handOver, { ...machine, kind: 'PERSON', authenticatedAt: nowSeconds }],
    ['a machine without a certificate', handOver, { ...machine, sender: 'DPOP' }],
    ['a machine that shows what it wrote', shown, machine],
    ['a machine that asks no more than whether there is a row', shown.replace('rent', '__typename'), machine],
  ] as const)('refuses what %s writes', (_title, query, asking) => {
    const refusal = refusalOfWrite(rental, { ...landlord, query, asking: { ...asking, ...submissionOnly } });
    expect(refusal.code).toBe('SUBMISSION_ONLY');
  });

  it('takes what a machine with a certificate hands in', () => {
    const asking = { ...machine, ...submissionOnly };
    expect(plannedWrite(rental, { ...landlord, query: handOver, asking }).writes).toHaveLength(1);
  });

  it('refuses no machine that hands in and shows besides, all in one', () => {
    const query = 'mutation { a: handOver(lease: "l") { errors { row } } b: handOver(lease: "m") { lease { rent } } }';
    const asking = { ...machine, ...submissionOnly };
    expect(refusalOfWrite(rental, { ...landlord, query, asking }).code).toBe('SUBMISSION_ONLY');
  });
});

describe('a field that asks for a fresh authentication', () => {
  const insufficient = {
    code: 'AUTHENTICATION_INSUFFICIENT',
    message: 'Tenant.forwarding.line: the person must have authenticated in the last 300 seconds.',
    extensions: {
      acrValues: ['https://refeds.org/profile/mfa', 'https://refeds.org/profile/sfa'],
      maxAge: 300,
      fields: ['Tenant.forwarding.line'],
    },
  };

  it.each([
    ['of an older session', { authenticatedAt: nowSeconds - 301 }],
    ['of a session of unknown age', { authenticatedAt: undefined }],
  ])('refuses the question %s, and says what would do', (_title, asking) => {
    expect(refusalOfPlan(rental, { ...agent, query: homes, asking })).toEqual(insufficient);
    expect(refusalOfWrite(rental, { ...agent, query: moved, asking })).toEqual(insufficient);
  });

  it('is read just after, to the second', () => {
    const asking = { authenticatedAt: nowSeconds - 300 };
    expect(planned(rental, { ...agent, query: homes, asking }).stepUp).toEqual(['Tenant.forwarding.line']);
    expect(plannedWrite(rental, { ...agent, query: moved, asking }).writes).toHaveLength(1);
  });

  it('leaves alone who does not ask for it, and who may read it anyhow', () => {
    const asking = { authenticatedAt: nowSeconds - 28_000 };
    const postcodes = homes.replace('line', 'postcode');
    for (const query of [names, postcodes, find])
      expect(planned(rental, { ...agent, query, asking }).roots).toHaveLength(1);
    expect(plannedWrite(rental, { ...agent, query: correct, asking }).writes).toHaveLength(1);
    const own = { role: 'TENANT', purpose: 'OWN_FILE', query: '{ myFile { forwarding { line } } }' };
    expect(planned(rental, { ...own, asking }).stepUp).toEqual([]);
  });

  it('refuses a machine, which nobody can ask to authenticate', () => {
    expect(refusalOfPlan(rental, { ...agent, query: homes, asking: machine })).toEqual({
      code: 'MACHINE_NOT_ADMITTED',
      message: 'Tenant.forwarding.line asks for a person who has just authenticated.',
      extensions: { fields: ['Tenant.forwarding.line'] },
    });
    expect(
      planned(rental, { ...fund, query: '{ tenants(first: 5) { nodes { bornYear } } }', asking: machine }).stepUp,
    ).toEqual([]);
  });

  const strong: Edit = ['@party(as: CONTROLLER)', '@party(as: CONTROLLER, acr: "gold", stepUpAge: "PT5M")'];
  const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' };
  const old = { authenticatedAt: nowSeconds - 301 };

  const number = `"The number by which the register knows the person: managers file with it."
  number: NationalNumber
    @personal(category: NATIONAL_NUMBER, search: [UNIQUE])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"`;
  const ofNumber = tenancy(strong, [number, `${number}, stepUp: true`]);

  it('asks where a lookup compares it, and not for another lookup of the same root', () => {
    const by = (set: string): Asked => ({ ...manager, query: `{ findTenant(by: ${set}) { birthName } }`, asking: old });
    const refusal = refusalOfPlan(ofNumber, by('{ number: "1840399999999", birthName: "Exemple" }'));
    expect(refusal.extensions?.['fields']).toEqual(['Tenant.number']);
    expect(planned(ofNumber, by('{ birthName: "Exemple", birthDate: "1984-03" }')).stepUp).toEqual([]);
  });

  const registered = `clear: "the reach of the person starts with it")
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"`;
  const ofDate = tenancy(strong, [registered, `${registered}, stepUp: true`]);

  it('asks where a filter compares it, and not for a filter that does not', () => {
    const query = 'query ($since: Date) { tenants(first: 5, filter: { registered: $since }) { nodes { birthName } } }';
    const since = (value: string | null): Asked => ({ ...manager, query, variables: { since: value }, asking: old });
    expect(refusalOfPlan(ofDate, since('2024-01-01')).extensions?.['fields']).toEqual(['Tenant.registeredOn']);
    expect(planned(ofDate, since(null)).stepUp).toEqual([]);
  });

  const agencyEmail = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M"';
  const forLetting = tenancy(
    ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", stepUpAge: "PT5M")'],
    [`${agencyEmail})`, `${agencyEmail}, stepUp: true)\n    ${agencyEmail.replace('LETTING', 'MANAGEMENT')})`],
  );

  it('asks for the purpose that it is marked for, and for no other', () => {
    const agency = { role: 'AGENCY', query: '{ tenants(first: 5) { nodes { email } } }', asking: old };
    expect(refusalOfPlan(forLetting, { ...agency, purpose: 'LETTING' }).code).toBe('AUTHENTICATION_INSUFFICIENT');
    expect(planned(forLetting, { ...agency, purpose: 'MANAGEMENT' }).stepUp).toEqual([]);
  });

  const leases = `leases: [Lease!]
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"`;
  const email = `email: Email
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"`;
  const ofBoth = tenancy(strong, [leases, `${leases}, stepUp: true`], [email, `${email}, stepUp: true`]);

  it('asks for all of them at once', () => {
    const query = '{ tenants(first: 5) { nodes { email leases(first: 1) { nodes { startedOn } } } } }';
    expect(refusalOfPlan(ofBoth, { ...manager, query, asking: old })).toMatchObject({
      message: 'Tenant.email, Tenant.leases: the person must have authenticated in the last 300 seconds.',
      extensions: { fields: ['Tenant.email', 'Tenant.leases'] },
    });
  });

  it('asks below whatever leads to it, and for the way itself', () => {
    const query = '{ tenants(first: 5) { nodes { leases(first: 1) { nodes { startedOn } } } } }';
    expect(refusalOfPlan(ofBoth, { ...manager, query, asking: old }).extensions?.['fields']).toEqual(['Tenant.leases']);
  });
});

describe('an account that nobody has approved', () => {
  const waits = 'The account waits for its approval:';

  it.each([
    [
      'a page of six',
      agent,
      '{ tenants(first: 6) { nodes { surname } } }',
      { message: `${waits} tenants(first:) takes 5 at most until then.`, extensions: { cap: 5 } },
    ],
    [
      'a page of six below',
      agent,
      '{ tenants(first: 1) { nodes { leases(first: 6) { nodes { status } } } } }',
      { message: `${waits} leases(first:) takes 5 at most until then.`, extensions: { cap: 5 } },
    ],
    [
      'a page of what is about no person',
      agent,
      '{ dwellings(first: 6) { nodes { rooms } } }',
      { message: `${waits} dwellings(first:) takes 5 at most until then.`, extensions: { cap: 5 } },
    ],
    [
      'a next page',
      agent,
      '{ tenants(first: 5, after: "c") { nodes { surname } } }',
      { message: `${waits} tenants takes no cursor until then.`, extensions: { cap: 5 } },
    ],
    [
      'a next page below',
      agent,
      '{ tenants(first: 5) { nodes { leases(first: 5, after: "c") { nodes { rent } } } } }',
      { message: `${waits} leases takes no cursor until then.`, extensions: { cap: 5 } },
    ],
    [
      'a filter',
      agent,
      '{ dwellings(first: 5, filter: { landlord: "x" }) { nodes { rooms } } }',
      { message: `${waits} dwellings takes no filter and no changedSince until then.` },
    ],
    ['a lookup', agent, find, { message: `${waits} it looks nobody up until then.` }],
    [
      'a match',
      landlord,
      '{ isMyTenant(fileNumber: "T-1", surname: "Exemple") }',
      { message: `${waits} it looks nobody up until then.` },
    ],
    [
      'ids that another organisation knew',
      landlord,
      '{ currentIds(type: "Tenant", ids: ["a"], from: "old-keys") }',
      { message: `${waits} currentIds is not for it until then.` },
    ],
    [
      'a walk from list to list',
      agent,
      '{ tenants(first: 5) { nodes { leases(first: 5) { nodes { tenant { leases(first: 1) { nodes { status } } } } } } } }',
      { message: `${waits} an operation takes 30 rows at most until then, not 55.`, extensions: { cap: 30 } },
    ],
    [
      'many persons by their ids, each under an alias',
      agent,
      `{ ${Array.from({ length: 31 }, (_, n) => `a${String(n)}: tenant(id: "t${String(n)}") { surname }`).join(' ')} }`,
      { message: `${waits} an operation takes 30 rows at most until then, not 31.`, extensions: { cap: 30 } },
    ],
    [
      'a page many times, each time with another one below',
      agent,
      '{ a: tenants(first: 5) { nodes { leases(first: 5) { nodes { status } } } } b: tenants(first: 1) { nodes { surname } } }',
      { message: `${waits} an operation takes 30 rows at most until then, not 31.`, extensions: { cap: 30 } },
    ],
  ])('is refused %s', (_title, caller, query, expected) => {
    const refusal = refusalOfPlan(rental, { ...caller, query, asking: quarantine });
    expect(refusal).toEqual({ code: 'IN_QUARANTINE', ...expected });
  });

  it('is refused what changed', () => {
    const query = 'query ($since: DateTime) { tenants(first: 5, changedSince: $since) { nodes { surname } } }';
    const since = (value: Date | null): Asked => ({ ...agent, query, variables: { since: value }, asking: quarantine });
    expect(refusalOfPlan(rental, since(new Date(0)))).toEqual({
      code: 'IN_QUARANTINE',
      message: `${waits} tenants takes no filter and no changedSince until then.`,
    });
    expect(planned(rental, since(null)).roots).toHaveLength(1);
  });

  it('is refused one large page among small ones', () => {
    const query = '{ a: tenants(first: 5) { nodes { surname } } b: tenants(first: 6) { nodes { surname } } }';
    expect(refusalOfPlan(rental, { ...agent, query, asking: quarantine }).code).toBe('IN_QUARANTINE');
  });

  it('writes nothing', () => {
    expect(refusalOfWrite(rental, { ...landlord, query: handOver, asking: quarantine })).toEqual({
      code: 'IN_QUARANTINE',
      message: `${waits} it writes nothing until then.`,
    });
  });

  it.each([
    ['a person by id', agent, '{ tenant(id: "t") { surname } }'],
    [
      'a page of five, and five below each',
      agent,
      '{ tenants(first: 5) { nodes { surname leases(first: 5) { nodes { status } } } } }',
    ],
    ['the own file', { role: 'TENANT', purpose: 'OWN_FILE' }, '{ myFile { surname } }'],
  ])('may ask for %s', (_title, caller, query) => {
    expect(planned(rental, { ...caller, query, asking: quarantine }).roots).toHaveLength(1);
  });

  it('gets five rows, as the plan says', () => {
    expect(quarantinePage).toBe(5);
  });
});

describe('what applies to one caller at once', () => {
  const all = standing({ isInQuarantine: true, isSubmissionOnly: true, stoppedFields: ['Forwarding.line'] });
  const query = homes.replace('5', '6');

  it('is refused in one order: stopped, submission, authentication, quarantine', () => {
    const code = (different: Partial<typeof goodStanding>): string => {
      const asking = { ...standing({ ...all.standing, ...different }), authenticatedAt: undefined };
      return refusalOfPlan(rental, { ...agent, query, asking }).code;
    };
    expect([
      code({}),
      code({ stoppedFields: [] }),
      code({ stoppedFields: [], isSubmissionOnly: false }),
      refusalOfPlan(rental, { ...agent, query, asking: quarantine }).code,
    ]).toEqual(['FIELD_STOPPED', 'SUBMISSION_ONLY', 'AUTHENTICATION_INSUFFICIENT', 'IN_QUARANTINE']);
  });

  it('refuses no question that a caller asks about itself', () => {
    const asking = { ...all, kind: 'MACHINE', authenticatedAt: undefined } as const;
    expect(planned(rental, { ...agent, query: '{ me { role isInQuarantine } }', asking }).roots).toEqual([]);
    expect(plannedWrite(rental, { ...agent, query: 'mutation { __typename }', asking }).writes).toEqual([]);
  });
});

describe('an exceptional reach', () => {
  const query =
    'mutation { openCounter(fileNumber: "T-1", surname: "Exemple", reason: REPAIR) { tenant { surname } } }';

  it.each([
    ['by a machine', machine, 'MACHINE_NOT_ADMITTED', 'A person opens a file for a reason, and answers for it.'],
    ['in the name of another', { actor: 'night-run' }, 'FORBIDDEN', 'Nobody opens a file in the name of another.'],
    ['while reading is stopped', submissionOnly, 'SUBMISSION_ONLY', /^Reading is stopped/],
    ['before anybody has approved the account', quarantine, 'IN_QUARANTINE', /it opens nothing until then/],
    ['while it is stopped', stopped('Mutation.openCounter'), 'FIELD_STOPPED', /^Mutation.openCounter is stopped/],
    ['while what names the person is stopped', stopped('Tenant.fileNumber'), 'FIELD_STOPPED', /^Tenant.fileNumber/],
  ] as const)('is not opened %s', (_title, asking, code, message) => {
    const refusal = refusalOfWrite(rental, { ...agent, query, asking });
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(message);
  });

  it('is opened by a person for itself, and writes nothing beside it', () => {
    const { writes, opening } = plannedWrite(rental, { ...agent, query });
    expect([writes, opening?.template.reach.name, opening?.wanted.map(({ value }) => value)]).toEqual([
      [],
      'counter',
      ['T-1', 'Exemple'],
    ]);
  });
});

/**
 * Two walls (law 3): the shield decides in GraphQL, the store opens what the compiled grant names. Either is taken down here
 * and nothing forbidden leaves; with both down it leaves, so these tests look at the right place.
 */
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnType } from '../../src/store/catalogue.js';
import { Database } from '../../src/store/database.js';
import type { SealedRows } from '../../src/store/read/packet.js';
import { RowReader } from '../../src/store/read/readRows.js';
import type { FieldGrant, RolePolicy } from '../../src/policy/compiled.js';
import { notablePositions } from '../../src/demo/store/notablePersons.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import type { Breach, Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import { demoPeople, startDemoService } from '../support/demoService.js';
import { run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt } from '../support/service.js';

const today = '2026-03-01';
const people = demoPeople(today);
const camille: Readonly<Record<string, unknown>> = people[notablePositions.camille] ?? {};
const nirs = people.map((row) => row['nir']).filter((nir) => typeof nir === 'string');
let service: Service;
const open: Breached[] = [];

beforeAll(async () => {
  service = await startDemoService({ today, clock: clockAt(`${today}T10:00:00.000Z`), persons: 20 });
});

afterAll(async () => {
  for (const breached of open) await breached.close();
  await service.stop();
});

async function breach(options: Breach): Promise<Breached> {
  const breached = await openBreach(service, options);
  open.push(breached);
  return breached;
}

const follow = { purpose: 'TRAINING_FOLLOW_UP' };
const counselling = { purpose: 'COUNSELLING' };
const nirOfCamille = `{ findJobSeeker(by: { birthName: "Exemple", givenNames: "Camille", birthDate: "1992-04-17" }) { usedName nir } }`;

describe('the shield down and the contract another role’s', () => {
  const roles = ['ADVISER', 'CAP_EMPLOI_ADVISER', 'MISSION_LOCALE_ADVISER', 'FUNDER', 'EMPLOYER', 'JOB_SEEKER'];

  it.each(roles)('nothing of %s’s leaves to a training organisation that its own grant does not name', async (name) => {
    const contract = roleOf(service, name);
    const breached = await breach({ role: 'TRAINING_ORGANISATION', contract, shield: 'off' });
    const foreign = foreignSelections(contract);
    expect(foreign.length).toBeGreaterThan(0);
    for (const selection of foreign) {
      const reply = await breached.ask('formation-isere', rowsOf(contract, selection), follow);
      expect([selection, reply.data, reply.codes]).toEqual([selection, undefined, ['FORBIDDEN']]);
    }
  });

  it('no root of another’s runs', async () => {
    const breached = await breach({
      role: 'TRAINING_ORGANISATION',
      contract: roleOf(service, 'ADVISER'),
      shield: 'off',
    });
    expectRefused(await breached.ask('formation-isere', nirOfCamille, follow), 'FORBIDDEN');
    const own = await breach({ role: 'TRAINING_ORGANISATION', contract: roleOf(service, 'JOB_SEEKER'), shield: 'off' });
    expectRefused(await own.ask('formation-isere', '{ myself { usedName } }', follow), 'FORBIDDEN');
  });

  it('what its own grant names leaves as ever', async () => {
    const breached = await breach({
      role: 'TRAINING_ORGANISATION',
      contract: roleOf(service, 'ADVISER'),
      shield: 'off',
    });
    const reply = await breached.ask(
      'formation-isere',
      '{ jobSeekers(first: 20) { nodes { usedName email } } }',
      follow,
    );
    expect(pageOf(reply, 'jobSeekers').nodes).toHaveLength(20);
  });

  it('and with the grant broken too, the number leaves', async () => {
    const breached = await breach({
      role: 'TRAINING_ORGANISATION',
      contract: roleOf(service, 'ADVISER'),
      grant: withFields(roleOf(service, 'TRAINING_ORGANISATION'), 'TRAINING_FOLLOW_UP', ['nir']),
      shield: 'off',
    });
    const reply = await breached.ask('formation-isere', '{ jobSeekers(first: 20) { nodes { nir } } }', follow);
    expect(leaked(reply)).toBeGreaterThan(10);
  });
});

describe('the grant broken, so that the store would open', () => {
  it('the shield holds against an adviser who counsels and asks for the number', async () => {
    const breached = await breach({
      role: 'ADVISER',
      grant: withFields(roleOf(service, 'ADVISER'), 'COUNSELLING', ['nir']),
    });
    for (const query of [
      nirOfCamille,
      nirOfCamille.replace('nir }', 'x: nir }'),
      nirOfCamille.replace('nir }', '...F } } fragment F on JobSeeker { nir'),
      nirOfCamille.replace('nir }', '... { ... on JobSeeker { nir } } }'),
      '{ jobSeekers(first: 5) { nodes { nir } } }',
      '{ jobSeekers(first: 5) { edges { node { nir } } } }',
      '{ jobSeekers(first: 5) { nodes { enrolments(first: 1) { nodes { jobSeeker { nir } } } } } }',
      'query ($yes: Boolean = true) { jobSeekers(first: 5) { nodes { nir @include(if: $yes) } } }',
    ]) {
      const reply = await breached.ask('conseiller-grenoble', query, counselling);
      expect([query, reply.codes, leaked(reply)]).toEqual([query, ['FORBIDDEN'], 0]);
      expect(reply.data?.['jobSeekers'] ?? reply.data?.['findJobSeeker'] ?? null).toBeNull();
      expect(reply.withheld).toEqual([]);
    }
  });

  it('the contract holds against a training organisation, and behind it the shield', async () => {
    const grant = withFields(roleOf(service, 'TRAINING_ORGANISATION'), 'TRAINING_FOLLOW_UP', [
      'nir',
      'disabilityRecognised',
      'address.line',
    ]);
    const query = '{ jobSeekers(first: 20) { nodes { nir disabilityRecognised address { line } } } }';
    const narrow = await breach({ role: 'TRAINING_ORGANISATION', grant });
    const refused = await narrow.ask('formation-isere', query, follow);
    expect([refused.status, new Set(refused.codes)]).toEqual([400, new Set(['GRAPHQL_VALIDATION_FAILED'])]);
    const wide = await breach({ role: 'TRAINING_ORGANISATION', grant, contract: roleOf(service, 'JOB_SEEKER') });
    const behind = await wide.ask('formation-isere', '{ myself { nir } }', follow);
    expect([behind.status >= 400 || behind.codes.length > 0, leaked(behind)]).toEqual([true, 0]);
    const adviser = await breach({ role: 'TRAINING_ORGANISATION', grant, contract: roleOf(service, 'ADVISER') });
    const shielded = await adviser.ask('formation-isere', '{ jobSeekers(first: 20) { nodes { nir } } }', follow);
    expect([shielded.codes, leaked(shielded)]).toEqual([['FORBIDDEN'], 0]);
  });

  it('and with the shield down too, the number leaves', async () => {
    const breached = await breach({
      role: 'ADVISER',
      grant: withFields(roleOf(service, 'ADVISER'), 'COUNSELLING', ['nir']),
      shield: 'off',
    });
    const reply = await breached.ask('conseiller-grenoble', nirOfCamille, counselling);
    expectDisclosed(reply, { findJobSeeker: { usedName: 'Exemple', nir: camille['nir'] } });
  });
});

describe('both walls up', () => {
  it('the number is the adviser’s who registers, and refused by name to the one who counsels', async () => {
    const registering = await service.ask('conseiller-grenoble', nirOfCamille, { purpose: 'REGISTRATION' });
    expectDisclosed(registering, { findJobSeeker: { usedName: 'Exemple', nir: camille['nir'] } });
    expectRefused(
      await service.ask('conseiller-grenoble', nirOfCamille),
      'FIELD_NOT_FOR_PURPOSE',
      'JobSeeker.nir is not granted',
    );
  });

  it('a field that is left out by @include is not asked, so one text serves two purposes', async () => {
    const query = `query ($nir: Boolean!) { findJobSeeker(by: { birthName: "Exemple", givenNames: "Camille", birthDate: "1992-04-17" }) { usedName nir @include(if: $nir) } }`;
    const ask = (purpose: string, nir: boolean): Promise<Reply> =>
      service.ask('conseiller-grenoble', query, { purpose, variables: { nir } });
    expectDisclosed(await ask('COUNSELLING', false), { findJobSeeker: { usedName: 'Exemple' } });
    expectDisclosed(await ask('REGISTRATION', true), { findJobSeeker: { usedName: 'Exemple', nir: camille['nir'] } });
    expectRefused(await ask('COUNSELLING', true), 'FIELD_NOT_FOR_PURPOSE');
    expectDisclosed(await ask('COUNSELLING', false), { findJobSeeker: { usedName: 'Exemple' } });
  });
});

describe('the store’s wall alone', () => {
  /** Reads as ever, and keeps what came from the database. */
  class Watched extends RowReader {
    readonly pages: SealedRows[] = [];
    override async read(...request: Parameters<RowReader['read']>): Promise<SealedRows> {
      const rows = await super.read(...request);
      this.pages.push(rows);
      return rows;
    }
  }

  const cell = async (column: string): Promise<Buffer> => {
    const [row] = await run(
      service.store,
      `SELECT encode(${column}, 'hex') AS cell FROM job_seeker WHERE id = '${String(camille['id'])}'`,
    );
    return Buffer.from(String(row?.['cell']), 'hex');
  };

  let database: Database;
  let rows: Watched;
  let watched: Breached;

  beforeAll(async () => {
    const { url } = service.database;
    const { catalogue } = service.store;
    database = await Database.connect({ url, max: 2, statementTimeoutMs: 10_000, applicationName: 'test' });
    rows = new Watched((table, column) => columnType(catalogue, table, column));
    watched = await openBreach(service, { role: 'TRAINING_ORGANISATION', rooms: { rows, database } });
  });

  afterAll(async () => {
    await watched.close();
    await database.close();
  });

  const bytesOf = async (query: string): Promise<Buffer> => {
    rows.pages.length = 0;
    expectDisclosed(await watched.ask('formation-isere', query, follow));
    return Buffer.concat(rows.pages.map(({ bytes }) => bytes));
  };

  it('a column that the selection does not name never comes from the database, not even sealed', async () => {
    const bytes = await bytesOf('{ jobSeekers(first: 20) { nodes { usedName } } }');
    expect(bytes.includes(await cell('used_name'))).toBe(true);
    for (const column of ['nir', 'birth_name', 'email', 'phone', 'birth_date', 'address_line'])
      expect([column, bytes.includes(await cell(column))]).toEqual([column, false]);
  });

  it('a column whose window is over stays in the database, not even sealed', async () => {
    const query = '{ jobSeekers(first: 20) { nodes { usedName phone } } }';
    expect((await bytesOf(query)).includes(await cell('phone'))).toBe(true);
    await run(
      service.store,
      `UPDATE enrolment SET status = 'COMPLETED', ended_on = '2026-02-20' WHERE job_seeker_id = '${String(camille['id'])}'`,
    );
    const closed = await bytesOf(query);
    expect([closed.includes(await cell('used_name')), closed.includes(await cell('phone'))]).toEqual([true, false]);
    await run(
      service.store,
      `UPDATE enrolment SET status = 'IN_TRAINING', ended_on = NULL WHERE job_seeker_id = '${String(camille['id'])}'`,
    );
  });
});

/** How many numbers of the store's persons an answer holds. */
function leaked(reply: Reply): number {
  return nirs.filter((nir) => reply.text.includes(nir)).length;
}

/** The role, with fields granted EXACT for a purpose, through whatever opens a used name. */
function withFields(role: RolePolicy, purpose: string, paths: readonly string[]): RolePolicy {
  const grant = role.types.get('JobSeeker');
  const gate = grant?.fields.get('usedName')?.gates.get(purpose);
  if (grant === undefined || gate === undefined) throw new Error('no used name');
  const granted = (path: string): FieldGrant => ({
    name: path,
    path,
    precision: 'EXACT',
    gates: new Map([...(grant.fields.get(path)?.gates ?? []), [purpose, gate]]),
    restrictedBy: [],
    stepUpFor: new Set(),
  });
  const fields = new Map([...grant.fields, ...paths.map((path) => [path, granted(path)] as const)]);
  return { ...role, types: new Map(role.types).set('JobSeeker', { ...grant, fields }) };
}

/** What a contract lets one ask of a person that a training organisation's own contract does not, each as a selection. */
function foreignSelections(contract: RolePolicy): readonly string[] {
  const own = roleOf(service, 'TRAINING_ORGANISATION').types.get('JobSeeker');
  const person = buildSchema(contract.contract).getType('JobSeeker') as GraphQLObjectType;
  return Object.values(person.getFields())
    .filter(({ name }) => name !== 'id' && own?.fields.has(name) !== true)
    .flatMap((field) => selectionsOf(field));
}

function selectionsOf(field: GraphQLField<unknown, unknown>): readonly string[] {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return [field.name];
  if (field.args.length > 0) return [`${field.name}(first: 1) { nodes { id } }`];
  return Object.keys(type.getFields()).map((member) => `${field.name} { ${member} }`);
}

function rowsOf(contract: RolePolicy, selection: string): string {
  return contract.roots.includes('jobSeekers')
    ? `{ jobSeekers(first: 1) { nodes { ${selection} } } }`
    : `{ myself { ${selection} } }`;
}

/** A first contact: whom it names, what the record would hold, by which names it is stopped, and how the record is made. */
import { describe, expect, it } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import type { LinkStep } from '../../src/plan/requesting.js';
import { linkStep } from '../../src/plan/requesting.js';
import type { LinkAsked } from '../../src/plan/requestTemplate.js';
import type { CompiledPolicy, FieldModel } from '../../src/policy/compiled.js';
import { named, ownClaim, requesting } from '../policy/firstContact.js';
import type { Edit } from '../policy/harness.js';
import { compiled, roleOf } from '../policy/harness.js';
import { goodStanding } from './planning.js';
import { plannedWrite, refusalOfWrite } from './writePlanning.js';

const agentOf: Edit = ['  floors: Int', '  agent: Agency\n  floors: Int'];
const states = `${ownClaim}
    @sets(field: "status", value: "OFFERED")
    @sets(field: "building.agent", claim: ORGANISATION)
    @sets(field: "building.address.line", value: "2 Mill Lane")`;

const policy = compiled(requesting(`${named}, building: ID!`, states), agentOf);
const query = '{ requestLink(number: "1840399999999", birthName: "Exemple", building: "b") }';
const agency = { role: 'AGENCY', purpose: 'LETTING', query: `mutation ${query}` };

function fieldOf(type: string, path: string, of = policy): FieldModel {
  const field = of.types.get(type)?.fields.get(path);
  invariant(field, `there is ${type}.${path}`);
  return field;
}

function asked(of: CompiledPolicy, mutation: string): LinkAsked {
  const [link] = plannedWrite(of, { ...agency, query: `mutation ${mutation}` }).asked;
  invariant(link, 'a link was asked for');
  return link;
}

describe('a first contact, as it is planned', () => {
  it('names a person by one whole index, brings entities, and states the rest', () => {
    const { writes, asked: links } = plannedWrite(policy, { ...agency, query: `mutation { now: ${query.slice(2)}` });
    const [tenant, building] = [policy.types.get('Tenant'), policy.types.get('Building')];
    const index = { column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 };
    const [by, number, birthName] = [
      fieldOf('Lease', 'building'),
      fieldOf('Tenant', 'number'),
      fieldOf('Tenant', 'birthName'),
    ];
    expect(writes).toEqual([]);
    expect(links).toEqual([
      {
        template: {
          responseKey: 'now',
          node: expect.objectContaining({
            name: expect.objectContaining({ value: 'requestLink' }) as unknown,
          }) as unknown,
          definition: expect.objectContaining({ name: 'requestLink' }) as unknown,
          request: policy.requests.get('requestLink'),
          set: {
            model: tenant,
            index,
            wanted: [
              { field: number, brought: { argument: 'number', path: [], sets: 'number' } },
              { field: birthName, brought: { argument: 'birthName', path: [], sets: 'birthName' } },
            ],
          },
          brought: [
            {
              field: by,
              value: { argument: 'building', path: [], sets: 'building' },
              related: {
                model: building,
                keyHolder: undefined,
                classes: [{ gate: { kind: 'open' }, restrictedBy: [] }],
                columns: [],
                watched: [],
                versioned: [],
              },
            },
          ],
          claimed: [{ field: fieldOf('Lease', 'agency'), from: { claim: 'ORGANISATION' } }],
          conditions: [
            {
              field: fieldOf('Building', 'agent'),
              from: { claim: 'ORGANISATION' },
              by,
              condition: { start: building, joins: [], column: 'agent_id' },
            },
            {
              field: fieldOf('Building', 'address.line'),
              from: { value: '2 Mill Lane' },
              by,
              condition: { start: building, joins: [], column: 'line' },
            },
          ],
          reading: expect.objectContaining({ stepUp: [] }) as unknown,
        },
        values: {
          index,
          wanted: [
            { field: number, value: '1840399999999' },
            { field: birthName, value: 'Exemple' },
          ],
        },
        ids: new Map([[by, 'b']]),
      },
    ]);
  });

  it('names nobody’s entity where an argument that may be left out is', () => {
    const optional = compiled(requesting(`${named}, building: ID`));
    const by = fieldOf('Lease', 'building', optional);
    const link = (given: string): unknown =>
      asked(optional, `{ requestLink(number: "1840399999999", birthName: "Exemple"${given}) }`).ids;
    expect(link(', building: "b"')).toEqual(new Map([[by, 'b']]));
    expect(link(', building: null')).toEqual(new Map([[by, '']]));
    expect(link('')).toEqual(new Map([[by, '']]));
  });

  it('is refused for another purpose, by its name', () => {
    expect(refusalOfWrite(policy, { ...agency, purpose: 'MANAGEMENT' })).toEqual({
      code: 'WRITE_NOT_FOR_PURPOSE',
      message: 'Mutation.requestLink is not granted for the purpose MANAGEMENT.',
      extensions: { coordinate: 'Mutation.requestLink' },
    });
  });

  it('is refused outside the contract, though its text were let through', () => {
    const without = { ...roleOf(policy, 'AGENCY'), requests: [] };
    expect(refusalOfWrite({ ...policy, roles: new Map([['AGENCY', without]]) }, agency)).toEqual({
      code: 'FORBIDDEN',
      message: 'The field Mutation.requestLink is not granted.',
    });
  });

  it('reads every name of what it names, sets and compares', () => {
    expect(plannedWrite(policy, agency).coordinates).toEqual([
      'Address.line',
      'Building.address',
      'Building.address.line',
      'Building.agent',
      'Lease.agency',
      'Lease.building',
      'Lease.status',
      'Lease.tenant',
      'Mutation.requestLink',
      'Tenant.birthName',
      'Tenant.number',
    ]);
  });

  it.each(['Tenant.number', 'Lease.building', 'Lease.status', 'Building.agent'])(
    'waits while %s is stopped',
    (field) => {
      const standing = { ...goodStanding, stoppedFields: [field] };
      expect(refusalOfWrite(policy, { ...agency, asking: { standing } })).toEqual({
        code: 'FIELD_STOPPED',
        message: `${field} is stopped.`,
      });
    },
  );
});

describe('the record that an answer makes', () => {
  const made = (role: string, of = policy): LinkStep | undefined => linkStep(of, roleOf(of, role), 'requestLink');

  it('is a new record of a person whom the answering role reaches now', () => {
    const lease = policy.types.get('Lease');
    const tenant = policy.types.get('Tenant');
    const [reach] = roleOf(policy, 'MANAGER').reaches.get('Tenant') ?? [];
    const [agencyOf, building] = [fieldOf('Lease', 'agency'), fieldOf('Lease', 'building')];
    const [status, offeredOn] = [fieldOf('Lease', 'status'), fieldOf('Lease', 'offeredOn')];
    const terms = [{ reach, within: expect.objectContaining({ text: 'PT0S' }) as unknown, approval: false }];
    expect(made('MANAGER')).toEqual({
      step: {
        writing: {
          kind: 'CREATE',
          model: lease,
          columns: [
            { column: 'building_id', storage: 'clear' },
            { column: 'agency_id', storage: 'clear' },
            { column: 'status', storage: 'clear' },
            { column: 'offered_on', storage: 'clear' },
          ],
          indexes: [],
          from: [],
          shortens: [],
        },
        settings: [],
        constants: [{ field: status, from: { value: 'OFFERED' } }],
        target: undefined,
        versioned: undefined,
        person: {
          model: tenant,
          keyHolder: tenant,
          classes: [{ gate: { kind: 'linked', terms }, restrictedBy: [] }],
          columns: [],
          watched: [],
          versioned: [],
        },
      },
      starts: [offeredOn],
      kept: [building, agencyOf],
      coordinates: ['Lease.agency', 'Lease.building', 'Lease.offeredOn', 'Lease.status', 'Lease.tenant'],
    });
  });

  it('is made by the person through its own reach', () => {
    const gate = made('TENANT')?.step.person?.classes[0]?.gate;
    expect(gate?.kind === 'linked' && gate.terms.map(({ reach }) => reach.name)).toEqual(['self']);
  });

  it('seals what it states of the person', () => {
    const noted: Edit = [
      '  "When it was offered',
      '  "What the agency wrote: the agency reads it again."\n  note: String @personal(category: TENANCY)\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")\n  "When it was offered',
    ];
    const sealing = compiled(requesting(named, `${ownClaim} @sets(field: "note", value: "Asked for.")`), noted);
    expect(made('MANAGER', sealing)?.step.writing.columns).toEqual([
      { column: 'agency_id', storage: 'clear' },
      { column: 'note', storage: 'sealed' },
      { column: 'offered_on', storage: 'clear' },
    ]);
  });

  it('is none of a role that does not answer, nor of a request that the policy has no more', () => {
    expect(made('AGENCY')).toBeUndefined();
    expect(linkStep({ ...policy, requests: new Map() }, roleOf(policy, 'MANAGER'), 'requestLink')).toBeUndefined();
  });
});

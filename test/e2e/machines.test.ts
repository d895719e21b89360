/** A partner's software that asks by night: bound to its certificate, to its registered operations, and to no person. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castOrganisation } from '../../src/demo/cast.js';
import { sha256 } from '../../src/vault/digest.js';
import { expectDisclosed, expectRefused, pageOf, within } from '../support/answers.js';
import type { TestCertificate } from '../support/certificates.js';
import { testCertificate } from '../support/certificates.js';
import { startDemoService } from '../support/demoService.js';
import type { Ticket } from '../support/partner.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, post } from '../support/service.js';

const today = '2026-03-20';
const purpose = 'TRAINING_FOLLOW_UP';
const application = 'night-copy';
const copy =
  'query Copy { jobSeekers(first: 50) { nodes { id usedName enrolments(first: 5) { nodes { id status session { id } } } } } }';
const submit = `mutation Submit($session: ID!, $month: YearMonth!, $key: String!, $rows: [AttendanceRow!]!) {
  recordAttendance(session: $session, month: $month, key: $key, rows: $rows) { errors { row code } }
}`;
const other = '{ jobSeekers(first: 1) { nodes { phone } } }';

let service: Service;
let certificate: TestCertificate;
let stranger: TestCertificate;

beforeAll(async () => {
  [certificate, stranger] = await Promise.all([testCertificate(), testCertificate()]);
  service = await startDemoService({ today, clock: clockAt(`${today}T09:00:00Z`), persons: 400 });
  const { register } = service.store.rooms;
  const organisation = castOrganisation('isere');
  await register.seed(
    {
      organisations: [],
      units: [],
      applications: [{ id: application, organisation }],
      accounts: [{ id: application, kind: 'MACHINE', organisation, application }],
    },
    { createdBy: 'operator:one', approvedBy: 'operator:two' },
  );
  for (const [name, document] of [['Copy', copy] as const, ['Submit', submit] as const]) {
    await register.registerOperation('operator:one', {
      application,
      document,
      name,
      purpose,
      digest: sha256(document),
    });
  }
});
afterAll(() => service.stop());

/** A machine's token: its account is its application, nobody authenticated, and a certificate is named in it. */
function machineTicket(claims: Readonly<Record<string, unknown>> = {}): Ticket {
  return service.ticketOf('formation-isere', {
    sub: application,
    client_id: application,
    auth_time: undefined,
    acr: undefined,
    cnf: { 'x5t#S256': certificate.thumbprint },
    ...claims,
  });
}

/** As the proxy passes it on that ends TLS. */
function send(ticket: Ticket, query: string, shown = certificate, variables?: object): Promise<Reply> {
  const headers = {
    authorization: `Bearer ${ticket.token}`,
    'client-cert': shown.header,
    'cloison-purpose': purpose,
    'content-type': 'application/json',
  };
  return post(service.url, headers, { query, variables });
}

interface Trainee {
  readonly id: string;
  readonly enrolments: {
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly session: { readonly id: string };
    }[];
  };
}

/** A month's attendance of somebody whose training has started. */
async function attendance(key: string): Promise<object> {
  const trainees = pageOf(await send(machineTicket(), copy), 'jobSeekers').nodes as unknown as readonly Trainee[];
  for (const { id, enrolments } of trainees) {
    const enrolment = enrolments.nodes.find(({ status }) => status === 'IN_TRAINING');
    if (enrolment === undefined) continue;
    const rows = [{ enrolment: enrolment.id, jobSeeker: id, hoursPresent: 70, hoursAbsent: 0 }];
    return { session: enrolment.session.id, month: '2026-02', key, rows };
  }
  throw new Error('nobody is in training');
}

describe('a machine is refused', () => {
  it('with another certificate than its token names, and with none', async () => {
    expectRefused(await send(machineTicket(), copy, stranger), 'TOKEN_INVALID');
    expectRefused(await send(machineTicket(), copy, { ...stranger, header: '' }), 'TOKEN_INVALID');
  });

  it('with a key in place of a certificate', async () => {
    const ticket = service.ticketOf('formation-isere', {
      sub: application,
      client_id: application,
      auth_time: undefined,
      acr: undefined,
    });
    const reply = await service.send(ticket, purpose, { query: copy });
    expect([reply.status, reply.data ?? null]).toEqual([reply.codes.includes('TOKEN_INVALID') ? 401 : 403, null]);
  });

  it('for what was not registered, whatever it is called, and for what was revoked', async () => {
    for (const query of [other, `${copy} `, other.replace('{', 'query Copy {'), '']) {
      expectRefused(await send(machineTicket(), query), 'OPERATION_NOT_REGISTERED');
    }
    const { register } = service.store.rooms;
    const document = 'query Once { jobSeekers(first: 1) { nodes { id } } }';
    const key = { application, digest: sha256(document) };
    await register.registerOperation('operator:one', { ...key, document, name: 'Once', purpose });
    expectDisclosed(await send(machineTicket(), document));
    await register.revokeOperation('operator:one', key);
    service.clock.moveTo(`${today}T09:00:02Z`);
    expectRefused(await send(machineTicket(), document), 'OPERATION_NOT_REGISTERED');
  });

  it('as the machine of another organisation, and as an account that is a person’s', async () => {
    expectRefused(await send(machineTicket({ organisation: castOrganisation('nord') }), copy), 'NOT_ACTIVE');
    expectRefused(
      await send(machineTicket({ sub: 'formation-isere', client_id: 'formation-isere' }), copy),
      'NOT_ACTIVE',
    );
  });
});

describe('a machine', () => {
  it('copies its caseload by its registered operation', async () => {
    expect(pageOf(await send(machineTicket(), copy), 'jobSeekers').nodes.length).toBeGreaterThan(10);
  });

  it('hands attendance in while reading is stopped, so that trainees are paid', async () => {
    const month = await attendance('february');
    const { register } = service.store.rooms;
    const target = castOrganisation('isere');
    const order = { kind: 'ORGANISATION', target, reason: 'an account was taken', leavesSubmissionOpen: true } as const;
    const id = await register.stop('operator:duty', order);
    service.clock.moveTo(`${today}T09:00:10Z`);
    expectRefused(await send(machineTicket(), copy), 'SUBMISSION_ONLY');
    expectRefused(await service.ask('formation-isere', other), 'SUBMISSION_ONLY');
    expectRefused(await service.ask('formation-isere', submit, { variables: { ...month } }), 'SUBMISSION_ONLY');
    const { errors } = within(
      expectDisclosed(await send(machineTicket(), submit, certificate, month)),
      'recordAttendance',
    );
    expect(errors).toEqual([]);
    expectDisclosed(await service.ask('formation-nord', other));
    await register.reinstate('operator:second', id);
    expectDisclosed(await service.ask('formation-isere', other));
  });

  it('is named beside the person in whose name it asks (RFC 8693), and stopped with either', async () => {
    const onBehalf = (): Ticket =>
      service.ticketOf('formation-isere', {
        act: { sub: application },
        client_id: application,
        cnf: { 'x5t#S256': certificate.thumbprint },
      });
    const { register } = service.store.rooms;
    const reply = await send(onBehalf(), '{ me { account kind } }');
    expectDisclosed(reply, { me: { account: 'formation-isere', kind: 'PERSON' } });
    for (const target of [application, 'formation-isere']) {
      const id = await register.stop('operator:duty', { kind: 'ACCOUNT', target, reason: 'a drill' });
      service.clock.moveTo(new Date(service.clock.now() + 2_000).toISOString());
      expectRefused(await send(onBehalf(), other), 'NOT_ACTIVE');
      await register.reinstate('operator:second', id);
    }
  });
});

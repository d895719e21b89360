/** What is said of a person is what is served: each account, each state of a link, field by field, against the answer over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedFields } from '../../src/compliance/explain/askedFields.js';
import type { ExplainSources, PersonExplanation } from '../../src/compliance/explain/explainPerson.js';
import { explainRecorded } from '../../src/compliance/explain/explainRecorded.js';
import { explainRole } from '../../src/compliance/explain/explainRole.js';
import { organisationScope } from '../../src/kernel/idScope.js';
import { policyStatements } from '../../src/policy/statements.js';
import type { RolePolicy } from '../../src/policy/compiled.js';
import { operator } from '../../src/register/actor.js';
import { columnType } from '../../src/store/catalogue.js';
import { readSchema } from '../../src/schemaFolder.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, orla, run, silas, tenantRow } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const fund = 'b0000000-0000-4000-8000-000000000001';
const clock = clockAt('2024-06-01T10:00:00.000Z');

/** The fund's links are closed by their end, so that every state is met. */
const sources = rewritten(
  readSchema(rentalFolder),
  'starts: "begins_on", ends: "ends_on", longest: "P10Y", reveals: HEALTH',
  'starts: "begins_on", longest: "P10Y", closes: ["ends_on"], reveals: HEALTH',
);

function lease(number: number, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return leaseRow(`f1000000-0000-4000-8000-${String(number).padStart(12, '0')}`, fields);
}

/** Active, not yet, ended inside a window, ended past it, past the longest, restricted, and one whose key is destroyed. */
const persons = [
  tenantRow(1, { leases: [lease(1, { fund })] }),
  tenantRow(2, { leases: [lease(2, { beginsOn: '2024-07-01', fund })] }),
  tenantRow(3, { leases: [lease(3, { endsOn: '2024-05-10', status: 'ENDED', fund })] }),
  tenantRow(4, { leases: [lease(4, { endsOn: '2024-02-01', status: 'ENDED' })] }),
  tenantRow(5, { leases: [lease(5, { beginsOn: '2014-04-20' })] }),
  tenantRow(6, { discreet: true, leases: [lease(6, {})] }),
  tenantRow(7, { leases: [lease(7, {})] }),
  tenantRow(8, { leases: [lease(8, { beginsOn: '2020-01-01', endsOn: '2020-02-01', status: 'ENDED' }), lease(9, {})] }),
];
const erased = 'e1000000-0000-4000-8000-000000000007';
const nobody = 'e1000000-0000-4000-8000-000000000999';

describe('the explanation of a person', () => {
  let service: Service;
  let explained: ExplainSources;
  const read = policyStatements(sources);
  beforeAll(async () => {
    service = await startService({
      folder: rentalFolder,
      sources,
      accounts: rentalAccounts,
      clock,
      fill: async (store) => {
        await fillRental(store, persons);
        await run(store, `UPDATE tenant SET data_key = NULL WHERE id = '${erased}'`);
        await run(
          store,
          `INSERT INTO cloison.approval (subject_type, person, organisation, purpose, given_at, stated_at, ends_at)
           VALUES ('Tenant', '${persons[0]?.id ?? ''}', '${brick}', 'LETTING', '2024-05-01Z', '2024-05-01Z', '2024-07-01Z')`,
        );
        await run(store, `INSERT INTO mandate VALUES ('agent-south', '${orla}', '2024-01-01', '2024-05-15')`);
      },
    });
    const types: ExplainSources['types'] = (table, column) => columnType(service.store.catalogue, table, column);
    explained = { policy: service.store.rooms.policy, database: service.store.rooms.database, types };
  });
  afterAll(() => service.stop());

  function roleOf(name: string): RolePolicy {
    const role = explained.policy.roles.get(name);
    if (role === undefined) throw new Error(`no role ${name}`);
    return role;
  }

  function accountOf(name: string): (typeof rentalAccounts)[number] {
    const account = rentalAccounts.find((each) => each.name === name);
    if (account === undefined) throw new Error(`no account ${name}`);
    return account;
  }

  async function explain(name: string, person: string, field = 'Tenant'): Promise<PersonExplanation> {
    const account = accountOf(name);
    const role = roleOf(account.role);
    const { policy } = explained;
    const [fields, type] = [askedFields(policy, field), policy.types.get('Tenant')];
    if ('problems' in read || fields === undefined || type === undefined) throw new Error('the rental has changed');
    return explainRecorded(explained, {
      role,
      account: account.claims.ACCOUNT,
      type,
      person,
      at: clock.now(),
      explained: explainRole(
        { policy, statements: read.statements },
        { role, fields, purposes: [account.defaultPurpose] },
      ),
      actor: operator('auditor'),
    });
  }

  /** Names in the contract of what is served of the person: read, and not withheld. */
  async function served(name: string, person: string): Promise<readonly string[]> {
    const account = accountOf(name);
    const grant = roleOf(account.role).types.get('Tenant');
    const asked = [...(grant?.fields.values() ?? [])].filter(
      ({ path, stepUpFor }) => stepUpFor.size === 0 && isPlain(path),
    );
    const scope =
      account.claims.ORGANISATION === undefined
        ? `account ${account.claims.ACCOUNT}`
        : organisationScope(account.claims.ORGANISATION);
    const ids = service.store.rooms.vault.ids(scope, 'Tenant');
    const [id] = ids.encode(Buffer.from(person.replaceAll('-', ''), 'hex'));
    const root = account.role === 'TENANT' ? 'myFile' : `tenant(id: "${String(id)}")`;
    const reply = await service.ask(name, `{ it: ${root} { ${asked.map((each) => each.name).join(' ')} } }`);
    expect(reply.codes).toEqual([]);
    if (reply.data?.['it'] === null) return [];
    const withheld = new Set(reply.withheld.map((path) => (path as readonly string[])[1]));
    return asked.flatMap((each) => (withheld.has(each.name) ? [] : [each.name])).toSorted();
  }

  async function said(name: string, person: string): Promise<readonly string[]> {
    const { fields } = await explain(name, person);
    const grants = roleOf(accountOf(name).role).types.get('Tenant')?.fields;
    return fields
      .filter(({ decision }) => decision === 'SHOWN')
      .map((field) => field.name.slice('Tenant.'.length))
      .filter((field) => isPlain(grants?.get(field)?.path ?? ''))
      .toSorted();
  }

  /** A value of the person itself: what `served` asks for. */
  function isPlain(path: string): boolean {
    return !path.includes('.') && explained.policy.types.get('Tenant')?.fields.get(path)?.kind === 'value';
  }

  const everybody = [orla, silas, ...persons.map(({ id }) => id), nobody];

  it.each(['brick', 'harbour', 'agent-north', 'agent-south', 'surety'])(
    'says of each person what %s is served, today and when windows have ended',
    async (account) => {
      for (const day of ['2024-06-01', '2024-07-10']) {
        clock.moveTo(`${day}T10:00:00.000Z`);
        for (const person of everybody)
          expect([day, person, await said(account, person)]).toEqual([day, person, await served(account, person)]);
      }
      clock.moveTo('2024-06-01T10:00:00.000Z');
    },
    60_000,
  );

  it('says what a person is served of the own file', async () => {
    expect(await said('orla', orla)).toEqual(await served('orla', orla));
    expect((await said('orla', orla)).length).toBeGreaterThan(3);
  });

  async function reasonOf(account: string, number: number, field: string): Promise<string> {
    const { fields } = await explain(account, `e1000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
    const found = fields.find(({ name, decision }) => name === `Tenant.${field}` && decision !== 'REFUSED');
    return `${found?.decision ?? 'none'}: ${found?.reasons.join(' | ') ?? ''}`;
  }

  it('says why, for every state of a link', async () => {
    expect(await reasonOf('brick', 1, 'surname')).toBe('SHOWN: through "let": the link from 2024-01-15 is active');
    expect(await reasonOf('brick', 2, 'surname')).toBe(
      'WITHHELD: through "let": the link from 2024-07-01 has not begun',
    );
    expect(await reasonOf('brick', 3, 'surname')).toBe(
      'SHOWN: through "let": the link from 2024-01-15 to 2024-05-10 has ended, and 2 months after its end are not over',
    );
    expect(await reasonOf('brick', 3, 'phoneLast2')).toBe(
      'WITHHELD: through "let": the link from 2024-01-15 to 2024-05-10 has ended',
    );
    expect(await reasonOf('brick', 4, 'surname')).toContain(
      'WITHHELD: through "let": the link from 2024-01-15 to 2024-02-01 has ended',
    );
    expect(await reasonOf('brick', 5, 'phoneLast2')).toBe(
      'WITHHELD: through "let": the link from 2014-04-20 is older than a link lasts',
    );
    expect(await reasonOf('surety', 3, 'bornYear')).toBe(
      'WITHHELD: through "guaranteed": the link from 2024-01-15 is closed by ends_on 2024-05-10',
    );
    expect(await reasonOf('brick', 6, 'phoneLast2')).toBe('WITHHELD: discreet is true');
    expect(await reasonOf('brick', 1, 'phone')).toBe(
      'SHOWN: through "let": the link from 2024-01-15 is active, and the person\'s approval lives',
    );
    expect(await reasonOf('brick', 8, 'phone')).toMatch(
      /^WITHHELD: .* is active, and no approval of the person lives$/,
    );
    expect(await reasonOf('brick', 7, 'surname')).toBe('WITHHELD: nothing of the person is held');
    expect(await reasonOf('harbour', 1, 'surname')).toBe('WITHHELD: there is no link to the person');
  });

  it('says of what nobody grants that it is refused, and of a stop that all is', async () => {
    const { fields } = await explain('brick', orla, 'Tenant.born');
    expect(fields.map(({ decision }) => decision)).toEqual(['REFUSED', 'REFUSED']);
    const { register } = service.store.rooms;
    await register.stop(operator('tests'), { kind: 'FIELD', target: 'Tenant.surname', reason: 'tried' });
    const stopped = await explain('brick', orla, 'Tenant.surname');
    expect(stopped.fields[0]).toMatchObject({
      decision: 'REFUSED',
      reasons: ['Tenant.surname is stopped for everybody'],
    });
    await register.stop(operator('tests'), { kind: 'ACCOUNT', target: 'harbour', reason: 'tried' });
    const { standing, fields: all } = await explain('harbour', orla);
    expect(standing.join('\n')).toMatch(/ACCOUNT harbour is stopped since .*: tried\n.*is stopped/);
    expect(new Set(all.map(({ decision }) => decision))).toEqual(new Set(['REFUSED']));
  });

  it('is in the ledger with the name of who asked, and the person', async () => {
    await explain('brick', silas);
    const [entry] = await run(
      service.store,
      'SELECT kind, actor, persons, detail FROM cloison.ledger_entry ORDER BY id DESC LIMIT 1',
    );
    expect(entry).toMatchObject({
      kind: 'EVENT',
      actor: 'operator:auditor',
      persons: [silas],
      detail: { event: 'EXPLAINED', account: 'brick', role: 'LANDLORD' },
    });
  });
});

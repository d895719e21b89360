/** First contact: always PENDING, in equal bytes; the person or who accompanies it answers; what nobody answers ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endUnanswered } from '../../src/disclosure/requests/answerRequests.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas, wren } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const clock = clockAt(new Date().toISOString());
const person = (name: string, SUBJECT: string): (typeof rentalAccounts)[number] => ({
  name,
  role: 'TENANT',
  claims: { ACCOUNT: name, SUBJECT },
  purposes: ['OWN_FILE'],
  defaultPurpose: 'OWN_FILE',
});
const accounts = [...rentalAccounts, person('silas', silas), person('wren', wren)];

let service: Service;
beforeAll(async () => {
  service = await startService({ folder: rentalFolder, accounts, clock, fill: (store) => fillRental(store) });
  await run(service.store, 'CREATE TABLE public.moved (by interval NOT NULL)');
  await run(service.store, "INSERT INTO public.moved VALUES ('0')");
  await run(
    service.store,
    `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER AS 'SELECT clock_timestamp() + by FROM public.moved'`,
  );
});
afterAll(() => service.stop());
beforeEach(async () => {
  await run(service.store, 'DELETE FROM cloison.link_request');
  await run(service.store, 'DELETE FROM cloison.budget_window');
});

const dwellingOf = async (account: string): Promise<unknown> =>
  pageOf(
    await service.ask(account, '{ dwellings(first: 5) { nodes { id landlord { name } } } }'),
    'dwellings',
  ).nodes.find(
    ({ landlord }) => within(landlord)['name'] === (account === 'brick' ? 'Brick & Slate Lettings' : 'Harbour Rooms'),
  )?.['id'];
const mutation =
  'mutation ($file: String!, $name: String!, $dwelling: ID!) { requestTenancy(fileNumber: $file, surname: $name, dwelling: $dwelling) }';
const asks = async (file: string, name: string, account = 'brick', dwelling?: unknown): Promise<Reply> =>
  service.ask(account, mutation, { variables: { file, name, dwelling: dwelling ?? (await dwellingOf(account)) } });
const asksForWren = (account?: string): Promise<Reply> => asks('T-0003', 'Tarnbrook', account);
const listed =
  'nodes { id person organisation role purpose purposeText record about { field type id } requestedAt expiresAt } pageInfo { hasNextPage endCursor }';
const own = (account: string, first = 5, after?: unknown): Promise<Reply> =>
  service.ask(
    account,
    `query ($first: Int!, $after: String) { myLinkRequests(first: $first, after: $after) { ${listed} } }`,
    { variables: { first, after } },
  );
const accompanied = (account: string): Promise<Reply> =>
  service.ask(account, `{ linkRequests(first: 5) { ${listed} } }`);
const answers = (account: string, id: unknown, accept: boolean): Promise<Reply> =>
  service.ask(account, 'mutation ($id: ID!, $accept: Boolean!) { answerLinkRequest(id: $id, accept: $accept) }', {
    variables: { id, accept },
  });
const ownOf = async (account: string): Promise<readonly Data[]> => pageOf(await own(account), 'myLinkRequests').nodes;
const missesLeft = async (account: string): Promise<unknown> => {
  const me = expectDisclosed(await service.ask(account, '{ me { budgets { root left } } }'))['me'];
  return (within(me)['budgets'] as readonly Data[]).find(({ root }) => root === 'requestTenancy')?.['left'];
};
const namesOf = async (account: string): Promise<readonly unknown[]> =>
  pageOf(await service.ask(account, '{ tenants(first: 10) { nodes { surname } } }'), 'tenants').nodes.map(
    ({ surname }) => surname,
  );
const rows = (text: string): Promise<readonly Readonly<Record<string, unknown>>[]> => run(service.store, text);
const endLeaseOf = (tenant: string, landlord: string): Promise<unknown> =>
  rows(
    `DELETE FROM lease WHERE tenant_id = '${tenant}' AND landlord_id = '${landlord}' AND status = 'SIGNED' AND begins_on >= CURRENT_DATE - 1`,
  );

describe('whoever asks', () => {
  it('is told PENDING in equal bytes for somebody, nobody, one who is linked already and one who refused', async () => {
    const somebody = await asksForWren();
    const nobody = await asks('T-9999', 'Nobody');
    const linked = await asks('T-0001', 'Quillfeather');
    expectDisclosed(await answers('wren', (await ownOf('wren'))[0]?.['id'], false), { answerLinkRequest: 'REFUSED' });
    const refused = await asksForWren();
    expect(somebody.text).toBe('{"data":{"requestTenancy":"PENDING"}}\n');
    for (const reply of [nobody, linked, refused]) {
      expect(reply.text).toBe(somebody.text);
      expect([...reply.headers.keys()]).toEqual([...somebody.headers.keys()]);
    }
    expect(await missesLeft('brick')).toBe(4);
  });

  it('leaves a row for nobody that looks like one for somebody', async () => {
    await asksForWren();
    await asks('T-9999', 'Nobody');
    const kept = await rows(
      'SELECT person, octet_length(asked) AS asked, cardinality(entries) AS entries, request, "values", expires_at - requested_at AS lasts FROM cloison.link_request ORDER BY place',
    );
    const [{ person: whom, ...somebody } = {}, { person: none, ...nobody } = {}] = kept;
    expect([whom, none]).toEqual([wren, null]);
    expect(nobody).toEqual(somebody);
    expect(JSON.stringify(kept)).not.toContain('Tarnbrook');
  });

  it('asks once, however often, and pays a miss each time', async () => {
    await asksForWren();
    await asksForWren();
    await asks('T-9999', 'Nobody');
    await asks('T-9999', 'Nobody');
    expect(await rows('SELECT cardinality(entries)::int AS n FROM cloison.link_request ORDER BY place')).toEqual([
      { n: 2 },
      { n: 2 },
    ]);
    expect(await missesLeft('brick')).toBe(4);
  });

  it('ends at its own misses, in equal words for whomever it names', async () => {
    for (let count = 0; count < 8; count++) expectDisclosed(await asks(`T-80${String(count)}`, 'Nobody'));
    const replies = [await asksForWren(), await asks('T-9999', 'Nobody')];
    for (const reply of replies) expectRefused(reply, 'MISSES_EXHAUSTED');
    expect(replies[0]?.text).toBe(replies[1]?.text);
    expect(await ownOf('wren')).toEqual([]);
  });

  it('asks for its own dwellings only, in its own role, for values that have their form', async () => {
    const others = await dwellingOf('harbour');
    expectRefused(await asks('T-0003', 'Tarnbrook', 'brick', others), 'ARGUMENT_INVALID', 'dwelling');
    expectRefused(await asks('T-0003', 'Tarnbrook', 'brick', 'mangled'), 'ARGUMENT_INVALID', 'dwelling');
    expectOutsideContract(await asks('T-0003', 'Tarnbrook', 'agent-north', 'some'));
    expect(await missesLeft('brick')).toBe(8);
    expect(await rows('SELECT 1 FROM cloison.link_request')).toEqual([]);
  });
});

describe('the person', () => {
  it('sees who asks, for what and until when, page by page', async () => {
    await asksForWren();
    await asksForWren('harbour');
    const first = pageOf(await own('wren', 1), 'myLinkRequests');
    expect(first.nodes).toMatchObject([
      {
        organisation: harbour,
        role: 'LANDLORD',
        purpose: 'LETTING',
        purposeText: 'To let you the dwelling.',
        record: 'Lease',
      },
    ]);
    expect(within(first.nodes[0], 'about', 0)).toMatchObject({ field: 'Lease.dwelling', type: 'Dwelling' });
    const next = pageOf(await own('wren', 1, first.pageInfo.endCursor), 'myLinkRequests');
    expect(next.nodes).toMatchObject([{ organisation: brick }]);
    expect(next.pageInfo.hasNextPage).toBe(false);
    const lasts = Date.parse(String(next.nodes[0]?.['expiresAt'])) - Date.parse(String(next.nodes[0]?.['requestedAt']));
    expect(lasts).toBe(7 * 86_400_000);
  });

  it('says yes: the record is made and starts now, the miss is given back, and it is all in the ledger', async () => {
    expect(await namesOf('brick')).not.toContain('Tarnbrook');
    await asksForWren();
    await asksForWren();
    const [request] = await ownOf('wren');
    expectDisclosed(await answers('wren', request?.['id'], true), { answerLinkRequest: 'ACCEPTED' });
    try {
      expect(await namesOf('brick')).toContain('Tarnbrook');
      const made = await rows(
        `SELECT begins_on::text AS begins, status, landlord_id::text AS landlord FROM lease WHERE tenant_id = '${wren}' AND landlord_id = '${brick}'`,
      );
      expect(made).toEqual([
        { begins: new Date(clock.now()).toISOString().slice(0, 10), status: 'SIGNED', landlord: brick },
      ]);
      expect(await missesLeft('brick')).toBe(8);
      expect(await rows('SELECT decision, decided_by, is_over FROM cloison.link_request')).toEqual([
        { decision: 'ACCEPTED', decided_by: 'PERSON', is_over: true },
      ]);
      const entries = await rows(
        `SELECT kind, account, operation, detail ->> 'event' AS event FROM cloison.ledger_entry WHERE '${wren}' = ANY (persons) AND kind IN ('WRITE', 'EVENT') ORDER BY id DESC LIMIT 4`,
      );
      expect(entries.toReversed()).toMatchObject([
        { kind: 'EVENT', account: 'brick', operation: 'Mutation.requestTenancy', event: 'LINK_REQUESTED' },
        { kind: 'EVENT', account: 'brick', event: 'LINK_REQUESTED' },
        { kind: 'WRITE', account: 'wren', operation: 'Mutation.answerLinkRequest' },
        { kind: 'EVENT', account: 'wren', event: 'LINK_REQUEST_ACCEPTED' },
      ]);
      expectDisclosed(await answers('wren', request?.['id'], true), { answerLinkRequest: null });
      expect(await ownOf('wren')).toEqual([]);
    } finally {
      await endLeaseOf(wren, brick);
    }
  });

  it('says no: nothing is made, whoever asked pays and is not told, and it is not asked again', async () => {
    await asksForWren();
    expectDisclosed(await answers('wren', (await ownOf('wren'))[0]?.['id'], false), { answerLinkRequest: 'REFUSED' });
    await asksForWren();
    expect(await ownOf('wren')).toEqual([]);
    expect(await namesOf('brick')).not.toContain('Tarnbrook');
    expect(await missesLeft('brick')).toBe(6);
  });

  it('sees nobody else’s, and answers for nobody else', async () => {
    await asksForWren();
    const [request] = await ownOf('wren');
    expect(await ownOf('silas')).toEqual([]);
    const replies = [await answers('silas', request?.['id'], true), await answers('silas', 'mangled', true)];
    for (const reply of replies) expectDisclosed(reply, { answerLinkRequest: null });
    expect(await ownOf('wren')).toHaveLength(1);
  });

  it('decides once: of a yes and a no at once one holds', async () => {
    await asksForWren();
    const id = (await ownOf('wren'))[0]?.['id'];
    try {
      const replies = await Promise.all([
        answers('wren', id, false),
        answers('wren', id, false),
        answers('wren', id, false),
      ]);
      expect(replies.map(({ data }) => data?.['answerLinkRequest']).filter((each) => each !== null)).toEqual([
        'REFUSED',
      ]);
    } finally {
      await endLeaseOf(wren, brick);
    }
  });

  it('is told that the store takes the record no more, and nothing is decided', async () => {
    await asksForWren();
    await rows(
      'UPDATE cloison.link_request SET "values" = jsonb_set("values", \'{dwelling}\', \'"d9999999-0000-4000-8000-000000000000"\')',
    );
    expectDisclosed(await answers('wren', (await ownOf('wren'))[0]?.['id'], true), {
      answerLinkRequest: 'NOT_POSSIBLE',
    });
    expect(await rows('SELECT decision FROM cloison.link_request')).toEqual([{ decision: null }]);
  });
});

describe('who accompanies', () => {
  const asksForOrla = (): Promise<Reply> => asks('T-0001', 'Quillfeather', 'harbour');

  it('sees requests of those whom it reaches now, and answers them', async () => {
    await asksForOrla();
    await asksForWren();
    const { nodes } = pageOf(await accompanied('agent-north'), 'linkRequests');
    expect(nodes).toMatchObject([{ organisation: harbour }]);
    expect(pageOf(await accompanied('agent-south'), 'linkRequests').nodes).toEqual([]);
    expectDisclosed(await answers('agent-north', nodes[0]?.['id'], true), { answerLinkRequest: 'ACCEPTED' });
    expect(await namesOf('harbour')).toContain('Quillfeather');
    expect(await rows('SELECT decided_by FROM cloison.link_request WHERE decision IS NOT NULL')).toEqual([
      { decided_by: 'ACCOMPANYING' },
    ]);
    await endLeaseOf(orla, harbour);
  });

  it('is nobody who does not, nor who has: absence', async () => {
    await asksForOrla();
    const id = pageOf(await accompanied('agent-north'), 'linkRequests').nodes[0]?.['id'];
    expectDisclosed(await answers('agent-south', id, true), { answerLinkRequest: null });
    await rows(`UPDATE mandate SET ends_on = CURRENT_DATE - 30 WHERE tenant_id = '${orla}'`);
    try {
      expect(pageOf(await accompanied('agent-north'), 'linkRequests').nodes).toEqual([]);
      expectDisclosed(await answers('agent-north', id, true), { answerLinkRequest: null });
    } finally {
      await rows(`UPDATE mandate SET ends_on = NULL WHERE tenant_id = '${orla}'`);
    }
  });

  it('is not who asks: its contract has no answer', async () => {
    expectOutsideContract(await answers('brick', 'some', true));
    expectOutsideContract(await accompanied('brick'));
    expectOutsideContract(await own('agent-north'));
  });

  it('is recorded as told whom it was told of', async () => {
    await asksForOrla();
    await accompanied('agent-north');
    const [entry] = await rows(
      "SELECT to_jsonb(persons) AS persons, shapes FROM cloison.ledger_entry WHERE operation = 'Query.linkRequests' ORDER BY id DESC LIMIT 1",
    );
    expect(entry).toEqual({ persons: [orla], shapes: [['Tenant.id']] });
  });
});

describe('what nobody answers', () => {
  const later = async (by: string, then: () => Promise<void>): Promise<void> => {
    await rows(`UPDATE public.moved SET by = '${by}'`);
    try {
      await then();
    } finally {
      await rows("UPDATE public.moved SET by = '0'");
    }
  };

  it('ends, for somebody and for nobody, stays a miss, and may be asked anew', async () => {
    await asksForWren();
    await asks('T-9999', 'Nobody');
    const id = (await ownOf('wren'))[0]?.['id'];
    await later('7 days', async () => {
      expect(await ownOf('wren')).toEqual([]);
      expectDisclosed(await answers('wren', id, true), { answerLinkRequest: null });
      await endUnanswered(service.store.rooms);
      expect(await rows('SELECT decision, is_over FROM cloison.link_request')).toEqual([
        { decision: 'EXPIRED', is_over: true },
        { decision: 'EXPIRED', is_over: true },
      ]);
      await asksForWren();
      expect(await ownOf('wren')).toHaveLength(1);
    });
    const events = await rows(
      "SELECT count(*)::int AS n FROM cloison.ledger_entry WHERE detail ->> 'event' = 'LINK_REQUEST_EXPIRED'",
    );
    expect(events).toEqual([{ n: 2 }]);
  });

  it('is kept for thirty days and no longer', async () => {
    await asksForWren();
    await later('38 days', async () => {
      await endUnanswered(service.store.rooms);
      await endUnanswered(service.store.rooms);
      expect(await rows('SELECT 1 FROM cloison.link_request')).toEqual([]);
    });
  });

  it('is ended by a running server itself', async () => {
    await asksForWren();
    await later('7 days', async () => {
      const decisions = (): Promise<unknown> => rows('SELECT decision FROM cloison.link_request');
      await expect.poll(decisions, { timeout: 15_000 }).toEqual([{ decision: 'EXPIRED' }]);
    });
  });
});

describe('the guards of an answer', () => {
  it('taken away ring: without the reach, a stranger answers', async () => {
    await asks('T-0001', 'Quillfeather', 'harbour');
    await rows(
      "CREATE VIEW anybody AS SELECT tenant_id, 'agent-south'::text AS agent, begins_on, ends_on FROM mandate",
    );
    const { rooms } = service.store;
    const agent = roleOf(service, 'AGENT');
    const answered = new Map(
      [...agent.answers].map(([name, reaches]) => [name, reaches.map((reach) => ({ ...reach, through: 'anybody' }))]),
    );
    const roles = new Map([...rooms.policy.roles, ['AGENT', { ...agent, answers: answered }]]);
    const types: typeof rooms.types = (table, column) => rooms.types(table === 'anybody' ? 'mandate' : table, column);
    const breached = await openBreach(service, { role: 'AGENT', rooms: { types, policy: { ...rooms.policy, roles } } });
    const [kept] = await rows('SELECT id::text AS id FROM cloison.link_request');
    const idFor = (account: string): string | undefined =>
      rooms.vault
        .ids(`account ${account}`, 'LinkRequest')
        .encode(Buffer.from(String(kept?.['id']).replaceAll('-', ''), 'hex'))[0];
    try {
      expectDisclosed(await answers('agent-south', idFor('agent-south'), false), { answerLinkRequest: null });
      const text = `mutation { answerLinkRequest(id: "${String(idFor('agent-south'))}", accept: false) }`;
      expectDisclosed(await breached.ask('agent-south', text, { purpose: 'LETTING' }), {
        answerLinkRequest: 'REFUSED',
      });
    } finally {
      await breached.close();
    }
  });
});

describe('an erased person', () => {
  it('takes its requests away, and leaves those for nobody', async () => {
    await asksForWren();
    await asks('T-9999', 'Nobody');
    const { lifecycle, rooms } = service.store;
    await rooms.database.transaction(async (session) => {
      for (const tell of lifecycle.onErased) await tell(session, [{ person: wren } as never]);
    });
    expect(await rows('SELECT person FROM cloison.link_request')).toEqual([{ person: null }]);
  });
});

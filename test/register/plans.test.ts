import { describe, expect, it } from 'vitest';
import { Register } from '../../src/register/register.js';
import type { Database } from '../../src/store/database.js';
import { administrator, agentRequest, connect, freshProof, useDesk } from './desk.js';

const desk = useDesk();

const crowd = `
INSERT INTO cloison.organisation (id, name, state, absorbed_by, created_by, created_at, approved_by, approved_at)
SELECT 'org-' || n, 'Org ' || n, 'ACTIVE', CASE WHEN n % 50 = 0 THEN 'slate' END, 'operator:ada', now(), 'operator:bea', now()
  FROM generate_series(1, 2000) n;
INSERT INTO cloison.unit (id, organisation_id, created_by, created_at, approved_by, approved_at)
SELECT 'unit-' || n, 'org-' || n, 'operator:ada', now(), 'operator:bea', now() FROM generate_series(1, 2000) n;
INSERT INTO cloison.application (id, organisation_id, created_by, created_at, approved_by, approved_at)
SELECT 'app-' || n, 'org-' || n, 'operator:ada', now(), 'operator:bea', now() FROM generate_series(1, 2000) n;
INSERT INTO cloison.account (id, kind, organisation_id, created_by, created_at, approved_by, approved_at)
SELECT 'account-' || n, 'PERSON', 'org-' || (n % 2000 + 1), 'operator:ada', now(), 'operator:bea', now() FROM generate_series(1, 6000) n;
INSERT INTO cloison.stop (kind, target, reason, is_automatic, leaves_submission_open, author, stopped_at, reinstated_by, reinstated_at)
SELECT 'ACCOUNT', 'account-' || n, 'x', false, false, 'operator:ada', now(),
       CASE WHEN n % 10 > 0 THEN 'operator:bea' END, CASE WHEN n % 10 > 0 THEN now() END FROM generate_series(1, 6000) n;
INSERT INTO cloison.spent_proof SELECT sha256(n::text::bytea), now() FROM generate_series(1, 6000) n;
INSERT INTO cloison.operation (application_id, digest, purpose, name, document, registered_by, registered_at)
SELECT 'app-' || n, sha256(n::text::bytea), 'X', 'X', 'x', 'operator:ada', now() FROM generate_series(1, 2000) n;`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodes = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)];

/** The tables that the statement, as this connection has prepared it, reads from one end to the other. */
async function scanned(database: Database, statement: string, parameters: number): Promise<readonly string[]> {
  const nulls = Array.from({ length: parameters }, () => 'NULL').join(', ');
  const text = `EXPLAIN (FORMAT JSON) EXECUTE ${statement}(${nulls})`;
  const [row] = await database.read({ name: '', text, values: [] });
  const [explained] = (row?.['QUERY PLAN'] as readonly { readonly Plan: PlanNode }[] | undefined) ?? [];
  if (explained === undefined) throw new Error('no plan');
  return nodes(explained.Plan).flatMap((node) =>
    node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [],
  );
}

describe('what every request asks', () => {
  it('is answered by look-ups in indexes, however many are registered', async () => {
    await desk.database.exclusive((session) => session.run(crowd));
    await desk.sql('ANALYZE');
    const one = await connect(desk.url, 20_000, 1);
    const register = new Register(one, desk.clock);
    await register.admit(agentRequest(desk.clock), freshProof(desk.clock));
    await register.confirm(one, agentRequest(desk.clock), []);
    await register.operationText('app-1', freshProof(desk.clock).digest, 'LETTING');
    await register.isRestricted('app-1');
    // One row, the horizon of proofs, and two, the version: read as they stand.
    expect(await scanned(one, 'register_admit', 12)).toEqual(['proof_horizon', 'register_version']);
    expect(await scanned(one, 'register_confirm', 10)).toEqual(['register_version']);
    expect(await scanned(one, 'register_operation_text', 3)).toEqual([]);
    expect(await scanned(one, 'register_is_restricted', 1)).toEqual([]);
    await one.close();
  });

  it('and so is what an administrator looks at', async () => {
    await desk.database.exclusive((session) => session.run(crowd));
    await desk.sql('ANALYZE');
    const one = await connect(desk.url, 20_000, 1);
    const asking = { caller: administrator(desk.clock), coordinates: ['Query.accounts'] };
    await new Register(one, desk.clock).ownAccounts(asking, { first: 50, after: undefined });
    expect(await scanned(one, 'register_administrator', 1)).toEqual([]);
    expect(await scanned(one, 'register_own_accounts', 3)).toEqual([]);
    await one.close();
  });
});

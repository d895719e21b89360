/** A planned peak, from the command line to the amount that it opens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli, cli } from '../cli/cli.js';
import type { Outcome } from '../cli/cli.js';
import type { Desk } from './desk.js';
import { expectExhausted, openDesk, operation, people, perDay, expectRecorded } from './desk.js';

let desk: Desk;
const nowhere = mkdtempSync(join(tmpdir(), 'cloison-peaks-'));

beforeAll(async () => {
  await buildCli();
  desk = await openDesk();
});
afterAll(async () => {
  await desk.close();
  rmSync(nowhere, { recursive: true });
});

const on = (words: string): Promise<Outcome> =>
  cli([...words.split(' '), '--data', nowhere], { env: { DATABASE_URL: desk.url } });
const peak = (as: string, more = ''): Promise<Outcome> =>
  on(
    `budgets peak organisation-1 --role LANDLORD --per P1D --persons 20 --from 2027-01-15 --until 2027-01-20 --reason cohort --as ${as}${more}`,
  );
const moment = (text: string): Promise<void> => desk.moveTo(Date.parse(text) / 1000);

it('opens by two operators, for its dates and its window alone, and is ended by one', async () => {
  const scope = await desk.newScope();
  const disclose = (count: number): ReturnType<Desk['ledger']['disclose']> =>
    desk.ledger.disclose(operation({ scope, persons: people(count), allowances: [perDay(10)] }));
  await moment('2027-01-16T10:00:00Z');
  expect(await peak('nora')).toMatchObject({ code: 0, err: expect.stringContaining('Proposed') as string });
  expectExhausted(await disclose(15));
  expect(await peak('nora')).toMatchObject({
    code: 1,
    err: expect.stringContaining('SECOND_PERSON_NEEDED') as string,
  });
  expect(await peak('otto', ' --json')).toMatchObject({ code: 0, out: '{\n  "outcome": "OPENED"\n}\n' });
  expectRecorded(await disclose(15));
  expectExhausted(await disclose(6));
  await moment('2027-01-25T10:00:00Z');
  expectExhausted(await disclose(11));
  await moment('2027-01-14T23:00:00Z');
  expectExhausted(await disclose(11));
  await on('budgets end-peak 1 --as otto');
  const { out } = await on('budgets peaks --json');
  expect(JSON.parse(out)).toMatchObject([
    { id: 1, value: 'organisation-1', persons: 20, proposedBy: 'operator:nora', confirmedBy: 'operator:otto' },
  ]);
  expect((await on('budgets list organisation-1')).out).toContain('LANDLORD');
});

it('refuses what is no peak, by saying what one is', async () => {
  for (const words of [
    'budgets peak x --role R --per yearly --persons 5 --from 2027-01-15 --until 2027-01-20 --reason r --as nora',
    'budgets peak x --role R --per P1D --persons many --from 2027-01-15 --until 2027-01-20 --reason r --as nora',
    'budgets peak x --role R --per P1D --persons 5 --from 2027-01-15 --until 2028-01-20 --reason r --as nora',
    'budgets peak x --role R --per P1D --persons 5 --from soon --until 2027-01-20 --reason r --as nora',
    'budgets end-peak first --as nora',
  ])
    expect(await on(words), words).toMatchObject({ code: 2, out: '' });
  expect(await on('budgets end-peak 99 --as nora')).toMatchObject({ code: 1 });
});

it('reports what a bound in shadow would have refused', async () => {
  const scope = await desk.newScope();
  await moment('2027-03-01T10:00:00Z');
  const shadow = { seconds: 86_400, of: 1, shadow: true };
  expectRecorded(await desk.ledger.disclose(operation({ scope, persons: people(4), allowances: [shadow] })));
  const { out } = await on('budgets shadow --since 2027-03-01 --json');
  expect(JSON.parse(out)).toMatchObject([{ kind: 'PERSONS', bound: 1, operations: 1, accounts: 1 }]);
});

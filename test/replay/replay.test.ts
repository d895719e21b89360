/** The replay on a few hundred people: its promises hold, and without a guard it says that they do not. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainer } from '../../bench/replay/accounts.js';
import { onePerson } from '../../bench/replay/honest/organisations.js';
import { pageOf } from '../../bench/replay/html/page.js';
import { areKept, jsonOf } from '../../bench/replay/report.js';
import type { Report } from '../../bench/replay/report.js';
import { replay } from '../../bench/replay/replay.js';
import type { ReplayOptions } from '../../bench/replay/replay.js';
import type { Site } from '../../bench/replay/site.js';
import { strategies } from '../../bench/replay/strategies/all.js';

const people = 600;
/** A deadline for a loaded machine. */
const timeout = 120_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloison-replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function played(names: readonly string[], tamper?: ReplayOptions['tamper']): Promise<Report> {
  return replay({
    people,
    seed: 3,
    strategies: strategies.filter(({ name }) => names.includes(name)),
    scenarios: [onePerson],
    isQuick: true,
    folder: join(folder, 'store'),
    say: () => undefined,
    ...(tamper === undefined ? {} : { tamper }),
  });
}

/** Whatever its parameters are. */
async function liftBudgets(site: Site): Promise<void> {
  await site.sql(`DO $do$ DECLARE parameters text; BEGIN
    SELECT pg_get_function_arguments(oid) INTO STRICT parameters FROM pg_proc WHERE proname = 'budget_shortfall';
    EXECUTE format('CREATE OR REPLACE FUNCTION cloison.budget_shortfall(%s)
      RETURNS TABLE (is_shadow boolean, why jsonb) LANGUAGE plpgsql AS ''BEGIN END''', parameters);
  END $do$`);
}

/** As if the stolen account's organisation delivered every session of the country. */
async function openEverybody(site: Site): Promise<void> {
  await site.sql(`CREATE OR REPLACE VIEW subcontracted_enrolment AS
    SELECT '${trainer(1).organisation}'::uuid AS organisation_id, job_seeker_id, id AS enrolment_id, referred_on AS starts_on,
           ended_on AS ends_on, wrong_person_on, objection_on, created_at FROM enrolment`);
}

async function loseOneOfEach(site: Site): Promise<void> {
  await site.sql(`CREATE FUNCTION replay.lose() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN NEW.persons := NEW.persons[2:]; NEW.shape_of := NEW.shape_of[2:]; RETURN NEW; END'`);
  await site.sql(
    'CREATE TRIGGER lose BEFORE INSERT ON cloison.ledger_entry FOR EACH ROW EXECUTE FUNCTION replay.lose()',
  );
}

interface Line {
  readonly strategies: readonly Readonly<Record<string, unknown>>[];
}

describe('the replay', () => {
  it('keeps its promises, and shows everybody at a server that counts no persons', { timeout }, async () => {
    const report = await played(['kairos-sweep', 'fifty-at-the-edge', 'facet-sweep']);
    const line = JSON.parse(jsonOf(report)) as Line;
    expect(report.honest.errors).toEqual([]);
    expect(areKept(report)).toBe(true);
    expect(report.plain.persons).toBe(people);
    expect(line.strategies.map(({ name }) => name)).toEqual(['kairos-sweep', 'facet-sweep', 'fifty-at-the-edge']);
    for (const { persons, outside, bound, honestErrors } of line.strategies) {
      expect([outside, honestErrors]).toEqual([0, 0]);
      expect(persons).toBeGreaterThan(0);
      expect(persons).toBeLessThanOrEqual(Number(bound));
    }
    // As many as the employer's account may learn of in a day, and nobody more.
    expect(line.strategies[2]).toMatchObject({ persons: 40, bound: 40 });
    expect(pageOf(report)).not.toMatch(/(?:src|href)=|<script|@import|url\(/u);
  });

  it('says so when budgets refuse nothing', { timeout }, async () => {
    const report = await played(['fifty-at-the-edge'], liftBudgets);
    expect(report.outcomes[0]?.persons).toBeGreaterThan(40);
    expect(areKept(report)).toBe(false);
  });

  it('says so when a wall of reach is down, and when the ledger misses somebody', { timeout }, async () => {
    const report = await played(['kairos-sweep'], async (site) => {
      await openEverybody(site);
      await loseOneOfEach(site);
    });
    expect(report.outcomes[0]?.outside).toBeGreaterThan(0);
    expect(report.outcomes[0]?.unrecorded).toBeGreaterThan(0);
    expect(areKept(report)).toBe(false);
  });

  it('refuses a strategy that it does not know', { timeout }, () => {
    const words = ['--import', './scripts/typescript-loader.mjs', 'bench/replay/main.ts', '--only', 'nobody'];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect([status, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('--only list') as unknown]);
  });
});

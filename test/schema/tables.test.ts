/** What the tables refuse by themselves, whatever the engine sends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeFolder } from '../support/policies.js';
import type { StoreTables } from './catalogue.js';
import { openTables } from './catalogue.js';

let tables: StoreTables;

beforeAll(async () => {
  tables = await openTables(storeFolder);
  await tables.client.query(`
    INSERT INTO organisation (id, name, siret, kind) VALUES
      ('${id(1)}', 'One', '00000000000001', 'TRAINING'), ('${id(2)}', 'Two', '00000000000002', 'TRAINING');
    INSERT INTO establishment (id, organisation_id, name, postcode, city) VALUES ('${id(3)}', '${id(1)}', 'Here', '38000', 'Grenoble');
    INSERT INTO training (id, organisation_id, title, hours) VALUES ('${id(4)}', '${id(1)}', 'Welding', 200);
    INSERT INTO session (id, training_id, organisation_id, establishment_id, starts_on, ends_on, places) VALUES
      ('${id(5)}', '${id(4)}', '${id(1)}', '${id(3)}', '2026-01-05', '2026-06-30', 12);
    INSERT INTO job_seeker (id) VALUES ('${id(6)}'), ('${id(7)}');`);
});

beforeEach(async () => {
  await tables.client.query('TRUNCATE attendance, enrolment CASCADE');
});

afterAll(async () => {
  await tables.close();
});

describe('an enrolment', () => {
  it('takes the organisation of its session', async () => {
    await refer(id(6));
    const { rows } = await tables.client.query('SELECT organisation_id, status FROM enrolment');
    expect(rows).toEqual([{ organisation_id: id(1), status: 'REFERRED' }]);
  });

  it('is refused with another organisation than the session has', async () => {
    await expect(
      tables.client.query(
        `INSERT INTO enrolment (job_seeker_id, session_id, organisation_id) VALUES ('${id(6)}', '${id(5)}', '${id(2)}')`,
      ),
    ).rejects.toMatchObject({ code: '23503' });
  });

  it('is refused when it ends without a last state, or has a last state without an end', async () => {
    await refer(id(6));
    await expect(tables.client.query(`UPDATE enrolment SET ended_on = '2026-02-01'`)).rejects.toMatchObject({
      code: '23514',
    });
    await expect(tables.client.query(`UPDATE enrolment SET status = 'EXITED'`)).rejects.toMatchObject({
      code: '23514',
    });
    await expect(tables.client.query(`UPDATE enrolment SET status = 'IN_TRAINING'`)).rejects.toMatchObject({
      code: '23514',
    });
    await tables.client.query(`UPDATE enrolment SET status = 'ABANDONED', ended_on = '2026-02-01'`);
  });
});

describe('an attendance', () => {
  it('is refused when it names another person than its enrolment does', async () => {
    const enrolment = await refer(id(6));
    await expect(attend(enrolment, id(7))).rejects.toMatchObject({ code: '23503' });
    await attend(enrolment, id(6));
  });

  it('is refused a second time for one enrolment and month', async () => {
    const enrolment = await refer(id(6));
    await attend(enrolment, id(6));
    await expect(attend(enrolment, id(6))).rejects.toMatchObject({ code: '23505' });
  });
});

describe('the links that are views', () => {
  it('last as long as both the contract and the enrolment do', async () => {
    await refer(id(6));
    await tables.client.query(`
      INSERT INTO subcontract (session_id, subcontractor_id, starts_on, ends_on) VALUES ('${id(5)}', '${id(2)}', '2026-03-01', '2026-04-01');
      UPDATE enrolment SET referred_on = '2026-01-01', started_on = '2026-01-05', ended_on = '2026-03-15', status = 'COMPLETED'`);
    const { rows } = await tables.client.query(
      `SELECT organisation_id, starts_on::text, ends_on::text FROM subcontracted_enrolment
       UNION ALL SELECT organisation_id, starts_on::text, ends_on::text FROM attended_enrolment`,
    );
    expect(rows).toEqual([
      { organisation_id: id(2), starts_on: '2026-03-01', ends_on: '2026-03-15' },
      { organisation_id: id(1), starts_on: '2026-01-01', ends_on: '2026-06-15' },
    ]);
  });
});

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

async function refer(person: string): Promise<string> {
  const { rows } = await tables.client.query<{ id: string }>(
    `INSERT INTO enrolment (job_seeker_id, session_id) VALUES ('${person}', '${id(5)}') RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

async function attend(enrolment: string, person: string): Promise<void> {
  await tables.client.query(
    `INSERT INTO attendance (job_seeker_id, enrolment_id, session_id, month) VALUES ('${person}', '${enrolment}', '${id(5)}', '2026-01')`,
  );
}

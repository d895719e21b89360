/** HONEST 5: walk-ins at one counter, none of whom is in the portfolio of who serves; and the telephone and an emergency beside it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDisclosed, expectRefused, within } from '../support/answers.js';
import type { Data } from '../support/answers.js';
import { demoPeople, startDemoService } from '../support/demoService.js';
import { run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt } from '../support/service.js';

const today = '2026-03-01';
const walkIns = 60;
let service: Service;
let strangers: readonly Data[];

beforeAll(async () => {
  service = await startDemoService({ today, clock: clockAt(`${today}T09:00:00Z`), persons: 150 });
  await run(service.store, "DELETE FROM accompaniment WHERE adviser = 'conseiller-grenoble'");
  strangers = demoPeople(today).slice(0, 150);
});
afterAll(() => service.stop());

const fields =
  'usedName birthName givenNames givenNamesInitial birthDate birthDateYear phone phoneLast2 email emailMasked status';

function opened(mutation: string, { identifier, birthDate }: Data, reason: string): Promise<Reply> {
  const query = `mutation ($identifier: Identifier!, $birthDate: PartialDate!) {
    ${mutation}(identifier: $identifier, birthDate: $birthDate, reason: ${reason}) { errors { code } jobSeeker { ${fields} } } }`;
  return service.ask('conseiller-grenoble', query, { variables: { identifier, birthDate } });
}

function stranger(index: number): Data {
  const person = strangers[index];
  if (person === undefined) throw new Error(`no person ${String(index)}`);
  return person;
}

const open = new Set(['usedName', 'givenNames', 'birthDateYear', 'phoneLast2', 'emailMasked', 'status']);

describe('sixty walk-ins in a day', () => {
  it('are all served, with what a counter needs and nothing else', async () => {
    for (let index = 0; index < walkIns; index++) {
      const reply = await opened('openAtCounter', stranger(index), 'CAME_WITHOUT_APPOINTMENT');
      const shown = within(expectDisclosed(reply), 'openAtCounter', 'jobSeeker');
      expect(shown['usedName']).toBe(stranger(index)['usedName']);
      const closed = Object.entries(shown).filter(([name, value]) => !open.has(name) && value !== null);
      expect(closed).toEqual([]);
    }
  });

  it('and a few who were typed wrong are nobody', async () => {
    for (const identifier of ['1111111A', '2222222B'])
      expectDisclosed(await opened('openAtCounter', { identifier, birthDate: '1990-01-01' }, 'LETTER_RECEIVED'), {
        openAtCounter: { errors: [], jobSeeker: null },
      });
  });
});

describe('the others', () => {
  it('show less on the telephone, and in an emergency how to reach somebody', async () => {
    const call = within(
      expectDisclosed(await opened('openOnTelephone', stranger(100), 'CALLED_THE_PLATFORM')),
      'openOnTelephone',
    );
    const called = within(call, 'jobSeeker');
    expect([called['givenNames'], String(called['givenNamesInitial'])]).toEqual([null, expect.stringMatching(/^.\.$/)]);
    const danger = expectDisclosed(await opened('openInEmergency', stranger(101), 'DISASTER'));
    expect(within(danger, 'openInEmergency', 'jobSeeker')).toMatchObject({
      usedName: null,
      givenNames: stranger(101)['givenNames'],
      phone: stranger(101)['phone'],
      email: null,
    });
  });

  it('are three emergencies a day', async () => {
    for (const index of [102, 103]) expectDisclosed(await opened('openInEmergency', stranger(index), 'DISASTER'));
    expectRefused(await opened('openInEmergency', stranger(104), 'DISASTER'), 'BUDGET_EXHAUSTED');
    expectDisclosed(await opened('openAtCounter', stranger(104), 'OWN_ADVISER_ABSENT'));
  });
});

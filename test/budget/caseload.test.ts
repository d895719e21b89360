/** What a share is taken of, as the one statement that asks for it: through which links, and how long after their end. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countCaseload } from '../../src/budget/caseload.js';
import type { ClaimName } from '../../src/kernel/caller.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { readTimes } from '../../src/store/read/readTimes.js';
import type { Statement } from '../../src/store/statement.js';
import { counter } from '../policy/counter.js';
import type { Edit } from '../policy/harness.js';
import { compiled, roleOf } from '../policy/harness.js';
import { makeLinks, now, types } from './callers.js';
import type { Desk } from './desk.js';
import { openDesk, people } from './desk.js';
import { Watched } from './watched.js';

/** A flag that agencies read for three purposes; the person approves of it, or does not have to. */
const stepless = (approval: boolean): Edit => [
  '  stepless: Boolean\n    @personal(category: HEALTH)',
  `  stepless: Boolean\n    @personal(category: CONTACT)\n    @disclose(to: [AGENCY], for: [LETTING, MANAGEMENT, OWN_FILE], through: ["lodger"], within: "P1M", as: PRESENCE, approval: ${String(approval)})`,
];

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await makeLinks(desk);
  const values = ['keys-ltd', people(3)];
  await desk.query(`INSERT INTO public.lease SELECT unnest($2::uuid[]), $1, '2026-12-01'`, values);
});
afterAll(() => desk.close());

interface Counted {
  readonly persons: number;
  /** The statements that were asked, each with the links that it goes through. */
  readonly asked: readonly { readonly statement: Statement; readonly links: readonly string[] }[];
}

async function counted(
  policy: CompiledPolicy,
  role: string,
  claim: ClaimName,
  absorbed: readonly string[] = [],
): Promise<Counted> {
  const database = new Watched(desk.database);
  const reading = {
    claims: { ACCOUNT: 'anna', ORGANISATION: 'keys-ltd' },
    absorbed,
    purpose: 'LETTING',
    times: readTimes(now, policy.zones),
  };
  const persons = await countCaseload(database, types, { policy, role: roleOf(policy, role), claim, reading });
  return { persons, asked: database.asked.map((statement) => ({ statement, links: linksOf(statement) })) };
}

/** The arms of a statement: through which table, until when a link may have ended, and for which purpose it is approved. */
function linksOf({ text, values }: Statement): readonly string[] {
  return text.split('UNION ALL').map((arm) => {
    const [, table = ''] = /FROM "(\w+)" l/.exec(arm) ?? [];
    const ends = [...arm.matchAll(/"end\w+" >= \$(\d+)/g)].map(([, place]) => String(values[Number(place) - 1]));
    const [, approved = ''] = /p\.purpose = ('\w+')/.exec(arm) ?? [];
    return [table, ...ends, approved].join(' ').trim();
  });
}

/** Links of an agency to a record, then to a person: three months, none and one after their end. */
const ofAgency = ['lease 2026-10-15', 'lease 2026-10-15 2027-01-15 2026-12-15'];

it('is everybody whom a link of the claim opens now or still, each once', async () => {
  const { persons, asked } = await counted(compiled(), 'AGENCY', 'ORGANISATION');
  expect(persons).toBe(3);
  expect(asked.map(({ links }) => links)).toEqual([ofAgency]);
  expect(asked[0]?.statement).toMatchObject({ name: '', values: expect.arrayContaining(['keys-ltd']) as unknown });
  expect(asked[0]?.statement.text).toMatch(/^SELECT count\(DISTINCT x\.person\)::int AS persons FROM \(/);
});

it('counts with an organisation whom it has absorbed', async () => {
  const { asked } = await counted(compiled(), 'AGENCY', 'ORGANISATION', ['locks-ltd']);
  expect(asked[0]?.statement.values[0]).toEqual(['keys-ltd', 'locks-ltd']);
});

it('asks nothing for a claim that no link compares: that is nobody', async () => {
  expect(await counted(compiled(), 'AGENCY', 'UNIT')).toEqual({ persons: 0, asked: [] });
});

it('asks for a window once, however many purposes have it', async () => {
  const { asked } = await counted(compiled(stepless(false)), 'AGENCY', 'ORGANISATION');
  expect(asked[0]?.links).toEqual(ofAgency);
});

it('counts whom only an approval opens purpose by purpose, where it lives', async () => {
  const { asked } = await counted(compiled(stepless(true)), 'AGENCY', 'ORGANISATION');
  expect(asked[0]?.links).toEqual([...ofAgency, "lease 2026-12-15 'MANAGEMENT'", "lease 2026-12-15 'OWN_FILE'"]);
});

it('counts nobody who was opened for a reason: each opening would make room for the next', async () => {
  const { asked } = await counted(compiled(...counter), 'MANAGER', 'ACCOUNT');
  expect(asked[0]?.links).toEqual(['mandate 2027-01-15', 'mandate 2027-01-15 2026-01-15']);
});

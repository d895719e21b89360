/** Who of the demo's persons lets the employer to which they applied see their commune: given as the persons themselves would. */
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import { castOrganisation, castSeed } from './cast.js';
import { notablePositions } from './store/notablePersons.js';
import { rowId } from './world/rowId.js';

/** Of the one whose address is protected nothing is shown all the same. */
const approving = [notablePositions.camille, notablePositions.otherHomonym, notablePositions.protectedAddress];
const regretting = notablePositions.homonym;

const type = 'JobSeeker';
const purpose = 'RECRUITMENT';
const entry = JSON.stringify({ actor: 'operator:demo', role: 'JOB_SEEKER', purpose: 'SELF_SERVICE', detail: {} });
const yearMilliseconds = 365 * 24 * 3600 * 1000;

/** `now`: milliseconds since the epoch. */
export async function seedApprovals(database: Database, now: number): Promise<void> {
  for (const position of approving) await give(database, position, now);
  const id = await give(database, regretting, now);
  await database.read({
    name: '',
    text: 'SELECT FROM cloison.withdraw_approval($1::jsonb, $2::text[], $3::uuid, $4::uuid, $5::timestamptz)',
    values: [entry, [type], personAt(regretting), id, instant(now)],
  });
}

async function give(database: Database, position: number, now: number): Promise<string> {
  const [row] = await database.read({
    name: '',
    text: `SELECT x.id, x.outcome
  FROM cloison.give_approval($1::jsonb, $2, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz) x`,
    values: [
      entry,
      type,
      personAt(position),
      castOrganisation('employer'),
      purpose,
      instant(now),
      instant(now + yearMilliseconds),
    ],
  });
  invariant(row?.['outcome'] === 'GIVEN', 'the register knows the employer');
  return String(row['id']);
}

function personAt(position: number): string {
  return rowId('person', position, castSeed);
}

function instant(now: number): string {
  return new Date(now).toISOString();
}

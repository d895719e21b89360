/** Approvals of persons in every state: living, not yet, over, taken back, for another purpose, for another organisation, none. */
import type { Database } from '../../store/database.js';
import type { When } from '../reading/days.js';
import type { HeldApproval, HeldWorld } from '../reading/heldWorld.js';
import type { StatedPolicy } from '../reading/statedPolicy.js';
import { waysOf } from '../reading/ways.js';
import type { ProofAccount } from '../serving/accounts.js';
import { home } from '../serving/accounts.js';

interface Approving {
  readonly database: Database;
  readonly stated: StatedPolicy;
  readonly when: When;
  readonly accounts: readonly ProofAccount[];
}

/** The world with the approvals that the store now holds too. */
export async function fillApprovals(
  { database, stated, when, accounts }: Approving,
  world: HeldWorld,
): Promise<HeldWorld> {
  const approved = accounts.filter(({ role }) =>
    [...waysOf(stated, role.name).values()].some(({ approval }) => approval),
  );
  const organisations = new Set(approved.flatMap(({ claims }) => claims['ORGANISATION'] ?? []));
  const subjects = [...stated.types.values()].filter(({ kind }) => kind === 'subject');
  const approvals = [...organisations].flatMap((organisation) =>
    stated.purposes.flatMap((purpose, shift) =>
      subjects.flatMap(({ name }) =>
        (world.rows.get(name) ?? []).flatMap(({ id }, index) => {
          const draw = draws[(index + 3 * shift) % draws.length];
          return draw === undefined ? [] : [draw({ type: name, person: id, organisation, purpose }, when.now)];
        }),
      ),
    ),
  );
  await insertApprovals(database, approvals);
  return { ...world, approvals };
}

type Approved = Pick<HeldApproval, 'type' | 'person' | 'organisation' | 'purpose'>;

const dayMilliseconds = 86_400_000;

/** One person after the other has the next of them; undefined: none. */
const draws: readonly (((approved: Approved, now: number) => HeldApproval) | undefined)[] = [
  (approved, now) => lasting(approved, now - dayMilliseconds, now + 30 * dayMilliseconds),
  (approved, now) => lasting(approved, now, now + 1),
  (approved, now) => lasting(approved, now - dayMilliseconds, now),
  (approved, now) => lasting(approved, now + 1, now + dayMilliseconds),
  (approved, now) => ({
    ...lasting(approved, now - dayMilliseconds, now + dayMilliseconds),
    withdrawnAt: new Date(now - 1000).toISOString(),
  }),
  (approved, now) => lasting({ ...approved, organisation: home }, now - dayMilliseconds, now + dayMilliseconds),
  undefined,
];

function lasting(approved: Approved, from: number, until: number): HeldApproval {
  const [givenAt, endsAt] = [new Date(from).toISOString(), new Date(until).toISOString()];
  return { ...approved, givenAt, endsAt, withdrawnAt: undefined };
}

/** As the engine's own function leaves them, at instants that nobody could choose through it. */
export async function insertApprovals(database: Database, approvals: readonly HeldApproval[]): Promise<void> {
  if (approvals.length === 0) return;
  const text = `INSERT INTO cloison.approval (subject_type, person, organisation, purpose, given_at, ends_at, stated_at, withdrawn_at)
SELECT a.type, a.person, a.organisation, a.purpose, a."givenAt", a."endsAt", a."givenAt", a."withdrawnAt"
  FROM jsonb_to_recordset($1::jsonb) a(type text, person uuid, organisation text, purpose text, "givenAt" timestamptz, "endsAt" timestamptz, "withdrawnAt" timestamptz)`;
  await database.read({ name: '', text, values: [JSON.stringify(approvals)] });
}

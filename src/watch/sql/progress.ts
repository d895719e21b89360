/** How far the ledger was read. The first watcher of a store learns from what is there. */
import { invariant } from '../../kernel/invariant.js';
import type { Session } from '../../store/session.js';
import type { SharedProfile } from '../sharedProfile.js';
import { newShared } from '../sharedProfile.js';

export interface Progress {
  readonly last: number;
  /** Ids below it that were not there, and since when, in milliseconds. */
  readonly missing: ReadonlyMap<number, number>;
  readonly learnsUntil: number;
}

export async function readProgress(
  session: Session,
  now: number,
): Promise<{ readonly progress: Progress; readonly shared: SharedProfile }> {
  await session.write({
    name: 'watch_begin',
    text: `INSERT INTO cloison.watch_progress (last_entry, learns_until, shared)
SELECT 0, coalesce(max(e.id), 0), $1::jsonb FROM cloison.ledger_entry e ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(newShared)],
  });
  const [row] = await session.read({
    name: 'watch_read_progress',
    text: 'SELECT p.last_entry, p.missing::text[] AS missing, p.learns_until, p.shared FROM cloison.watch_progress p',
    values: [],
  });
  invariant(row !== undefined, 'the watcher has begun');
  const missing = (row['missing'] as readonly string[]).map((id) => [Number(id), now] as const);
  return {
    progress: {
      last: Number(row['last_entry']),
      missing: new Map(missing),
      learnsUntil: Number(row['learns_until']),
    },
    shared: { ...newShared, ...(row['shared'] as Partial<SharedProfile>) },
  };
}

export async function writeProgress(
  session: Session,
  { last, missing }: Progress,
  shared: SharedProfile,
): Promise<void> {
  await session.write({
    name: 'watch_write_progress',
    text: 'UPDATE cloison.watch_progress SET last_entry = $1::bigint, missing = $2::bigint[], shared = $3::jsonb',
    values: [last, `{${[...missing.keys()].join()}}`, JSON.stringify(shared)],
  });
}

/** Longer than a transaction of a replica may take. */
const awaitedMs = 90_000;
const missingAtMost = 10_000;

/** After a batch: ids between that did not come are awaited, as an entry commits later than one with a higher id. */
export function progressAfter(progress: Progress, ids: readonly number[], now: number): Progress {
  const came = new Set(ids);
  const last = ids.reduce((highest, id) => Math.max(highest, id), progress.last);
  const missing = new Map([...progress.missing].filter(([id, since]) => !came.has(id) && now - since < awaitedMs));
  for (let id = progress.last + 1; id < last && missing.size < missingAtMost; id++)
    if (!came.has(id)) missing.set(id, now);
  return { ...progress, last, missing };
}

/** The links between a caller and one person, each with its state under every window that would use it. */
import type { Duration } from '../../kernel/duration.js';
import type { Reach } from '../../policy/compiled.js';
import { explainedLinks } from '../../store/read/explainedLinksSql.js';
import type { ColumnTypes } from '../../store/read/linkSql.js';
import type { Reading } from '../../store/read/parameters.js';
import type { Executor, Row } from '../../store/statement.js';
import { durationWords } from './words.js';

export type LinkState = 'NOT_YET' | 'ACTIVE' | 'ENDED_IN_WINDOW' | 'ENDED_PAST_WINDOW' | 'PAST_LONGEST' | 'CLOSED';

export interface ExplainedLink {
  /** The one record that it opens; undefined: it opens the person, or every row of the person. */
  readonly row: string | undefined;
  readonly starts: string | undefined;
  readonly ends: string | undefined;
  /** Columns that close it, with what stands in them. */
  readonly closedBy: readonly string[];
  /** By window, in the text of its duration. */
  readonly states: ReadonlyMap<string, LinkState>;
}

export interface ReachedPerson {
  readonly executor: Executor;
  readonly types: ColumnTypes;
  readonly reading: Reading;
  readonly person: string;
}

export async function linksOf(
  { executor, types, reading, person }: ReachedPerson,
  reach: Reach,
  withins: readonly Duration[],
): Promise<readonly ExplainedLink[]> {
  const rows = await executor.read(explainedLinks({ reach, withins, reading, person }, types));
  return rows.map((row) => linkOf(row, reach, withins));
}

function linkOf(row: Row, { closes }: Reach, withins: readonly Duration[]): ExplainedLink {
  const [dates, closed] = [row['closes'] as readonly (string | null)[], row['is_closed'] as readonly boolean[]];
  const closedBy = closes.flatMap((column, at) => (closed[at] === true ? [`${column} ${dates[at] ?? ''}`] : []));
  return {
    row: textOf(row['row']),
    starts: textOf(row['starts']),
    ends: textOf(row['ends']),
    closedBy,
    states: new Map(withins.map(({ text }, at) => [text, stateOf(row, closedBy.length > 0, at)] as const)),
  };
}

function stateOf(row: Row, isClosed: boolean, window: number): LinkState {
  if (isClosed) return 'CLOSED';
  if (row['is_started'] !== true) return 'NOT_YET';
  if (row['is_active'] === true) return 'ACTIVE';
  if ((row['is_aged'] as readonly boolean[])[window] === true) return 'PAST_LONGEST';
  return (row['is_ended'] as readonly boolean[])[window] === true ? 'ENDED_PAST_WINDOW' : 'ENDED_IN_WINDOW';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether a link in this state opens anything (law 4). */
export function isAlive(state: LinkState | undefined): boolean {
  return state === 'ACTIVE' || state === 'ENDED_IN_WINDOW';
}

/** `the link from 2024-01-15 to 2026-02-01 has ended, and 2 months after its end are over`. */
export function linkWords({ starts, ends, closedBy, states, row }: ExplainedLink, within: Duration): string {
  const dates = `from ${starts ?? 'no date'}${ends === undefined ? '' : ` to ${ends}`}`;
  const what = row === undefined ? `the link ${dates}` : `the link ${dates} (row ${row})`;
  switch (states.get(within.text)) {
    case 'ACTIVE':
      return `${what} is active`;
    case 'ENDED_IN_WINDOW':
      return `${what} has ended, and ${durationWords(within)} after its end are not over`;
    case 'ENDED_PAST_WINDOW':
      return isZero(within)
        ? `${what} has ended`
        : `${what} has ended, and ${durationWords(within)} after its end are over`;
    case 'PAST_LONGEST':
      return `${what} is older than a link lasts`;
    case 'CLOSED':
      return `${what} is closed by ${closedBy.join(' and ')}`;
    case 'NOT_YET':
      return `${what} has not begun`;
    case undefined:
      return `${what} is not of this way`;
  }
}

function isZero({ months, days, seconds }: Duration): boolean {
  return months === 0 && days === 0 && seconds === 0;
}

/** What a breach file answers: whose reads, by one of five marks that an entry of the ledger carries, in a stretch of time. */
import { Failure } from '../../kernel/failure.js';
import { networkOf } from '../../kernel/network.js';

export const marks = ['account', 'organisation', 'token', 'key', 'network'] as const;

export type Mark = (typeof marks)[number];

export interface BreachQuestion {
  readonly mark: Mark;
  readonly value: string;
  /** ISO 8601 in UTC; the entries of that very instant are in. */
  readonly from: string;
  /** ISO 8601 in UTC; the entries of that very instant are out. */
  readonly to: string;
}

const instantForm = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2}))?$/;
const maxValueBytes = 512;

/** @throws Failure USAGE for an instant that is none, a stretch that ends before it begins, a value that no entry can carry. */
export function breachQuestion(mark: Mark, value: string, from: string, to: string): BreachQuestion {
  requireValue(mark, value);
  const [begins, ends] = [instantOf('--from', from), instantOf('--to', to)];
  if (begins >= ends) throw new Failure('USAGE', `--from ${from} is not before --to ${to}: nothing lies between them.`);
  return Object.freeze({ mark, value, from: begins, to: ends });
}

function instantOf(option: string, text: string): string {
  const milliseconds = instantForm.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN;
  // 30 February is read as 2 March: what is printed back must be what was written.
  const isDay = !Number.isNaN(milliseconds) && isCalendarDay(text.slice(0, 10));
  if (isDay) return new Date(milliseconds).toISOString();
  throw new Failure(
    'USAGE',
    `${option} is no instant: write a day (2026-11-30, from 00:00 UTC) or a time with its zone (2026-11-30T08:15:00+01:00).`,
  );
}

function isCalendarDay(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

function requireValue(mark: Mark, value: string): void {
  const isCarried = value !== '' && Buffer.byteLength(value) <= maxValueBytes && /^[^\p{Cc}\uFFFD]+$/u.test(value);
  if (!isCarried)
    throw new Failure('USAGE', `--${mark} is 1 to ${maxValueBytes} bytes of UTF-8 text without control characters.`);
  if (mark === 'network' && networkOf(value) === undefined)
    throw new Failure('USAGE', '--network is an IP address or a network: 192.0.2.7, 192.0.2.0/24, 2001:db8::/32.');
}

/**
 * SQL that is true of the entries `l` that carry the mark, whose value is `$1::text`. An account is in it also where it asked in
 * the name of others (RFC 8693).
 */
export function carriesMark(mark: Mark): string {
  switch (mark) {
    case 'account':
      return '(l.account = $1::text OR l.actor = $1::text)';
    case 'organisation':
    case 'token':
    case 'key':
      return `l.${mark} = $1::text`;
    case 'network':
      return "CASE WHEN l.network ~ '^[0-9A-Fa-f:.]+$' THEN l.network::inet <<= $1::inet ELSE false END";
  }
}

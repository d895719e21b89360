/** What the replay says: a table for people, a line for machines. */
import type { HonestError } from './honest/honest.js';
import type { Outcome } from './outcome.js';
import { isKept } from './outcome.js';
import type { PlainOutcome } from './plain/plainThief.js';

export interface Report {
  readonly people: number;
  readonly organisations: number;
  readonly outcomes: readonly Outcome[];
  readonly plain: PlainOutcome;
  readonly honest: {
    readonly errors: readonly HonestError[];
    readonly work: readonly {
      readonly name: string;
      readonly line: number;
      readonly volume: string;
      readonly requests: number;
    }[];
  };
  /** Of the whole run, by a real clock. */
  readonly seconds: number;
}

interface Column {
  readonly title: string;
  readonly of: (outcome: Outcome) => string;
}

export const columns: readonly Column[] = [
  { title: 'attacks', of: ({ strategy }) => strategy.attacks.join(', ') },
  { title: 'persons', of: ({ persons }) => number(persons) },
  { title: 'bound', of: ({ exposure }) => number(exposure.bound) },
  { title: 'reach', of: ({ exposure }) => number(exposure.reach) },
  { title: 'outside', of: ({ outside }) => number(outside) },
  { title: 'unrecorded', of: ({ unrecorded, unrecordedFields }) => number(unrecorded + unrecordedFields) },
  { title: 'fields', of: ({ fields }) => number(fields) },
  { title: 'requests', of: ({ requests }) => number(requests) },
  { title: 'attack s', of: ({ seconds }) => number(Math.round(seconds)) },
  { title: 'suspended s', of: ({ suspendedAfterSeconds }) => suspended(suspendedAfterSeconds) },
  { title: 'honest errors', of: ({ honestErrors }) => number(honestErrors) },
];

/** Whether every promise was kept, those to honest partners between the attacks too. */
export function areKept({ outcomes, honest }: Report): boolean {
  return outcomes.every(isKept) && honest.errors.length === 0;
}

export function tableOf(report: Report): string {
  const rows = [
    ['', ...columns.map(({ title }) => title)],
    ...report.outcomes.map((outcome) => [nameOf(outcome), ...columns.map(({ of }) => of(outcome))]),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart((widths[index] ?? 0) + 2)))
      .join(''),
  );
  return [
    `${number(report.people)} people, ${number(report.organisations)} training organisations, one simulated month, in ${report.seconds.toFixed(0)} s`,
    '',
    ...lines,
    '',
    `Beside it, a plain Apollo Server with pages of 100 and 100 requests a second: ${number(report.plain.persons)} of ${number(report.people)} persons in ${number(report.plain.requests)} requests and ${report.plain.seconds.toFixed(0)} s of attack time.`,
    '',
    ...honestLines(report),
  ].join('\n');
}

function honestLines({ honest: { work, errors } }: Report): readonly string[] {
  const total = work.reduce((sum, { requests }) => sum + requests, 0);
  return [
    `Honest work: ${number(total)} requests, ${number(errors.length)} errors`,
    ...work.map(
      ({ name, line, volume, requests }) =>
        `  ${line === 0 ? '  ' : String(line).padStart(2)} ${name.padEnd(24)}${number(requests).padStart(7)}  ${volume}`,
    ),
    ...summed(errors).map((text) => `  error: ${text}`),
  ];
}

/** Each kind of error once. */
function summed(errors: readonly HonestError[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { scenario, code, message } of errors) {
    const text = `${scenario}: ${code} ${message}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `${String(count)} × ${text}`);
}

export function jsonOf({ outcomes }: Report): string {
  return JSON.stringify({
    strategies: outcomes.map(
      ({ strategy: { name }, persons, outside, exposure: { bound }, suspendedAfterSeconds, honestErrors }) => ({
        name,
        persons,
        outside,
        bound,
        suspendedAfterSeconds,
        honestErrors,
      }),
    ),
  });
}

function nameOf(outcome: Outcome): string {
  return `${isKept(outcome) ? ' ' : '!'} ${outcome.strategy.name}`;
}

function suspended(seconds: number | null): string {
  return seconds === null ? '-' : seconds.toFixed(seconds < 10 ? 1 : 0);
}

export function number(value: number): string {
  return value.toLocaleString('en-GB');
}

/** A bar a strategy, on a scale by powers of ten: what was disclosed, and a mark where the bound stood. */
import { number } from '../report.js';
import type { Report } from '../report.js';
import { escaped } from './escaped.js';

const width = 1_000;
const left = 190;
const rowHeight = 22;

export function barsOf({ outcomes, people, plain }: Report): string {
  const rows = [
    { name: 'plain server', persons: plain.persons, bound: undefined, colour: '#c0392b' },
    ...outcomes.map(({ strategy: { name }, persons, exposure: { bound } }) => ({
      name,
      persons,
      bound,
      colour: '#2f6f9f',
    })),
  ];
  const scale = scaleOf(people);
  const height = rows.length * rowHeight + 30;
  const ticks = [0, 10, 100, 1_000, 10_000, 100_000].filter((tick) => tick <= people);
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Persons by strategy">
${ticks.map((tick) => `<line x1="${at(scale(tick))}" x2="${at(scale(tick))}" y1="0" y2="${String(height - 24)}" stroke="#dde3ea"/><text x="${at(scale(tick))}" y="${String(height - 8)}" font-size="12" text-anchor="middle" fill="#5a6875">${number(tick)}</text>`).join('\n')}
${rows.map((row, index) => rowOf(row, index * rowHeight, scale)).join('\n')}
</svg>`;
}

interface Row {
  readonly name: string;
  readonly persons: number;
  readonly bound: number | undefined;
  readonly colour: string;
}

function rowOf({ name, persons, bound, colour }: Row, top: number, scale: (value: number) => number): string {
  const mark =
    bound === undefined
      ? ''
      : `<line x1="${at(scale(bound))}" x2="${at(scale(bound))}" y1="${String(top + 2)}" y2="${String(top + 18)}" stroke="#1d2733" stroke-width="2"><title>bound ${number(bound)}</title></line>`;
  return `<text x="${String(left - 8)}" y="${String(top + 15)}" font-size="13" text-anchor="end">${escaped(name)}</text>
<rect x="${String(left)}" y="${String(top + 4)}" width="${at(scale(persons) - left)}" height="12" fill="${colour}"/>${mark}
<text x="${at(Math.max(scale(persons), bound === undefined ? 0 : scale(bound)) + 6)}" y="${String(top + 15)}" font-size="12" fill="#5a6875">${number(persons)}${bound === undefined ? '' : ` of ${number(bound)}`}</text>`;
}

function scaleOf(most: number): (value: number) => number {
  const end = Math.log10(most + 1);
  return (value) => left + (Math.log10(value + 1) / end) * (width - left - 110);
}

function at(value: number): string {
  return value.toFixed(1);
}

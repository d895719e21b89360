/** How many persons the thief had after how many seconds of attack time: here, and at the plain server. */
import type { Point } from '../loot.js';
import { number } from '../report.js';
import type { Report } from '../report.js';

const width = 1_000;
const height = 320;
const left = 70;
const bottom = 30;

interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly points: readonly Point[];
}

export function curvesOf({ outcomes, plain, people }: Report): string {
  const kairos = outcomes.find(({ strategy }) => strategy.name === 'kairos-sweep');
  const own = (kairos?.curve ?? []).map(({ at, persons }) => ({
    at: (at - (kairos?.startedAt ?? 0)) / 1_000,
    persons,
  }));
  const others = plain.curve.map(({ at, persons }) => ({ at: at / 1_000, persons }));
  const until = Math.max(10, others.at(-1)?.at ?? 0, own.at(-1)?.at ?? 0);
  const curves: readonly Curve[] = [
    { label: 'plain server', colour: '#c0392b', points: others },
    { label: 'Cloison', colour: '#2f6f9f', points: [...own, { at: until, persons: own.at(-1)?.persons ?? 0 }] },
  ];
  const x = (seconds: number): number => left + (seconds / until) * (width - left - 160);
  const y = (persons: number): number => height - bottom - (persons / people) * (height - bottom - 14);
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Persons over attack time">
${[0, 0.25, 0.5, 0.75, 1].map((share) => `<line x1="${String(left)}" x2="${String(width - 160)}" y1="${y(people * share).toFixed(1)}" y2="${y(people * share).toFixed(1)}" stroke="#dde3ea"/><text x="${String(left - 8)}" y="${(y(people * share) + 4).toFixed(1)}" font-size="12" text-anchor="end" fill="#5a6875">${number(Math.round(people * share))}</text><text x="${x(until * share).toFixed(1)}" y="${String(height - 8)}" font-size="12" text-anchor="middle" fill="#5a6875">${(until * share).toFixed(0)} s</text>`).join('\n')}
${curves
  .map(
    ({ label, colour, points }) =>
      `<polyline fill="none" stroke="${colour}" stroke-width="2.5" points="${thinned(points)
        .map(({ at, persons }) => `${x(at).toFixed(1)},${y(persons).toFixed(1)}`)
        .join(
          ' ',
        )}"/><text x="${String(width - 152)}" y="${(y(points.at(-1)?.persons ?? 0) + 4).toFixed(1)}" font-size="13" fill="${colour}">${label}: ${number(points.at(-1)?.persons ?? 0)}</text>`,
  )
  .join('\n')}
</svg>`;
}

/** As many points as a screen shows. */
function thinned(points: readonly Point[]): readonly Point[] {
  const step = Math.max(1, Math.ceil(points.length / 400));
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

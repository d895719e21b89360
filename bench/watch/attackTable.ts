/** What each attack gets of a store whose accounts have half an honest year behind them. */
import { detectors } from '../../src/watch/detectors/all.js';
import type { Detector } from '../../src/watch/detectors/detector.js';
import type { Attack, Stolen } from './thief.js';
import { steal } from './thief.js';
import type { Target } from './attacks.js';
import { attacksOn } from './attacks.js';
import { chanceOf } from './chance.js';
import { firstDay, msOfDay } from './desk.js';
import type { WatchedYear } from './watchYear.js';
import { watchYear } from './watchYear.js';

const pastDays = 60;
/** The first working day behind them, at ten. */
const attackAt = (firstDay + 64) * msOfDay + 10 * 3_600_000;

export interface Robbed {
  readonly attack: Attack;
  readonly stolen: Stolen;
}

export function pastOf(seed: number): WatchedYear {
  return watchYear({ seed, scale: 0.1, days: pastDays });
}

function targetOf({ organisations }: WatchedYear, seed: number): Target {
  const organisation = organisations.find(({ id }) => id === 'org-3000');
  if (organisation === undefined) throw new Error('no organisation of three thousand');
  return { chance: chanceOf(seed), organisation, organisations };
}

export function robAll(past: WatchedYear, watching: readonly Detector[] = detectors): readonly Robbed[] {
  return attacksOn(targetOf(past, 7)).map((attack) => ({
    attack,
    stolen: steal(past.state, attackAt, attack.requests, watching),
  }));
}

export function attackTable(): string {
  const rows = robAll(pastOf(1)).map(({ attack, stolen }) => [
    attack.name,
    attack.numbers,
    String(stolen.persons),
    stolen.secondsToAlarm === undefined ? 'never' : stolen.secondsToAlarm.toFixed(1),
    stolen.secondsToStop === undefined ? 'never' : stolen.secondsToStop.toFixed(1),
    [...new Set(stolen.alarms.map(({ detector, level }) => `${detector} ${String(level)}`))].join(', '),
  ]);
  const headings = ['attack', 'number', 'persons', 'alarm (s)', 'stop (s)', 'detectors'];
  return [headings, ...rows]
    .map((row) => row.map((cell, index) => cell.padEnd(index === 0 ? 42 : 10)).join(' '))
    .join('\n');
}

/** A whole replay, from the filled store to the report; what it starts ends with it, whatever happens. */
import { startIssuer } from '../issuer.js';
import { Desk } from './desk.js';
import { scenarios } from './honest/all.js';
import { Honest } from './honest/honest.js';
import { registerOperations } from './honest/operations.js';
import { runMonth } from './month.js';
import { plainSweep } from './plain/plainThief.js';
import type { Report } from './report.js';
import { SimulatedClock } from './simulatedClock.js';
import type { SiteOptions } from './site.js';
import { Site } from './site.js';
import type { FilledStore } from './store/filledStore.js';
import { openFilledStore } from './store/filledStore.js';
import type { Strategy } from './strategies/strategy.js';
import type { World } from './world.js';

export interface ReplayOptions {
  readonly people: number;
  readonly seed: number;
  readonly strategies: readonly Strategy[];
  readonly isQuick: boolean;
  readonly say: (text: string) => void;
  /** Where the filled store is kept; undefined: under `.cloison/`. */
  readonly folder?: string;
  /** Changes the policy: a guard's removal. */
  readonly change?: SiteOptions['change'];
}

const beginsAt = '2026-07-01T00:00:00Z';
const replicas = 2;

export async function replay(options: ReplayOptions): Promise<Report> {
  const began = performance.now();
  const filled = await openFilledStore(options);
  try {
    const { say } = options;
    say('The same thief at a plain Apollo Server …');
    const plain = await plainSweep(filled.plainUrl);
    say(`plain: ${String(plain.persons)} persons in ${String(plain.requests)} requests`);
    return await inMonth(filled, options, async (world) => {
      const outcomes = await runMonth(world, options);
      const { sizes } = filled.plan;
      const work = scenarios.map((scenario) => ({
        ...scenario,
        volume: scenario.volume(world),
        requests: world.honest.requests.get(scenario.name) ?? 0,
      }));
      const beside = [...world.honest.requests].filter(([name]) =>
        scenarios.every((scenario) => scenario.name !== name),
      );
      return {
        people: sizes.people,
        organisations: sizes.organisations.length,
        outcomes,
        plain,
        honest: {
          errors: world.honest.errors,
          work: [
            ...work,
            ...beside.map(([name, requests]) => ({
              name,
              line: 0,
              volume: 'at the moments of the attacks, and in the days before',
              requests,
            })),
          ],
        },
        seconds: (performance.now() - began) / 1_000,
      };
    });
  } finally {
    await filled.stop();
  }
}

async function inMonth<T>(
  filled: FilledStore,
  { change, isQuick, say }: ReplayOptions,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const clock = await SimulatedClock.open(filled.sealedUrl, beginsAt);
  const issuer = await startIssuer(clock);
  try {
    say('Starting the replicas …');
    const site = await Site.open({ filled, clock, issuer, replicas, change });
    try {
      await registerOperations(site);
      const desk = new Desk(site, issuer, clock);
      const persons = await site.sql<{ id: string }>('SELECT id FROM job_seeker');
      const everybody = new Set(persons.map(({ id }) => id));
      say('The month begins …');
      return await work({ filled, site, desk, clock, honest: new Honest(desk, clock), everybody, isQuick });
    } finally {
      await site.close();
    }
  } finally {
    await issuer.close();
    await clock.close();
  }
}

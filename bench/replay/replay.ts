/** A whole replay, from the filled store to the report; what it starts ends with it, whatever happens. */
import { startIssuer } from '../issuer.js';
import { Desk } from './desk.js';
import { scenarios as allScenarios } from './honest/all.js';
import { Honest } from './honest/honest.js';
import { registerOperations } from './honest/operations.js';
import type { Scenario } from './honest/scenario.js';
import { runMonth } from './month.js';
import { plainSweep } from './plain/plainThief.js';
import type { Report } from './report.js';
import { SimulatedClock } from './simulatedClock.js';
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
  /** The honest work; undefined: all of it. */
  readonly scenarios?: readonly Scenario[];
  /** Takes a guard away before the month begins: what a test of the replay does. */
  readonly tamper?: (site: Site) => Promise<void>;
}

const beginsAt = '2026-07-01T00:00:00Z';
const replicas = 2;

export async function replay(options: ReplayOptions): Promise<Report> {
  const began = performance.now();
  const filled = await openFilledStore(options);
  try {
    const { say, scenarios = allScenarios } = options;
    say('The same thief at a plain Apollo Server …');
    const plain = await plainSweep(filled.plainUrl);
    say(`plain: ${String(plain.persons)} persons in ${String(plain.requests)} requests`);
    return await inMonth(filled, options, async (world) => {
      const outcomes = await runMonth(world, { ...options, scenarios });
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
  { tamper, isQuick, say }: ReplayOptions,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const clock = await SimulatedClock.open(filled.sealedUrl, beginsAt);
  const issuer = await startIssuer(clock);
  try {
    say('Starting the replicas …');
    const site = await Site.open({ filled, clock, issuer, replicas });
    try {
      await registerOperations(site);
      await tamper?.(site);
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

/** The command line of the bench. */
import { parseArgs } from 'node:util';
import { workloadNames } from './workloads.js';
import type { WorkloadName } from './workloads.js';

export interface Options {
  /** Ends the output with the line that machines read. */
  readonly json: boolean;
  /** What is compared with the plain servers. */
  readonly workloads: readonly WorkloadName[];
  /** Only what authentication costs. */
  readonly identity: boolean;
  /** Only what budget and ledger cost. */
  readonly disclosure: boolean;
  /** Only what the policy costs: at the start, and when it decides. */
  readonly policy: boolean;
  /** Of a full ledger. */
  readonly entries: number;
  readonly people: number;
  /** Persons whom the adviser accompanies. */
  readonly portfolio: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Only Cloison, under the CPU profiler; prints where its time goes. */
  readonly profile: boolean;
}

export const usage = `npm run bench -- [options]

  --only page|one    one of the two workloads
  --only identity    what authentication costs, beside a page, one verification and one statement
  --only disclosure  what budget and ledger cost a page, with and without a full ledger
  --only policy      how long a server of twelve roles starts, and what eleven roles more cost a page of one
  --entries N        entries of the full ledger (10000000)
  --people N         persons in the store (100000; for policy 2000)
  --portfolio N      persons whom the adviser accompanies (2000; for policy 200)
  --rounds N         rounds, in each of which every server has its turn (10)
  --seconds N        seconds of a turn (2)
  --connections N    connections of the load, each with one request at a time (16)
  --profile          run only Cloison, under the CPU profiler, and print where its time goes
  --json             end with {"page":{"ratio":…},"one":{"ratio":…}}: requests a second relative to Express; for identity
                     {"identity":{"certificate":{"ofPage":…},"dpop":{"ofVerification":…,"insertOfSelect":…}}}; for disclosure
                     {"disclosure":{"cost":…,"costOfFirst":…,"full":…}}; for policy
                     {"policy":{"start":{"seconds":…,"ofContracts":…},"decide":{"time":…,"cpu":…}}}
`;

/** Throws an Error that says what is wrong with an option. */
export function readOptions(words: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      entries: { type: 'string', default: '10000000' },
      people: { type: 'string' },
      portfolio: { type: 'string' },
      rounds: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '16' },
      profile: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  // Who decides does not look at how many there are.
  const [store, own] = values.only === policy ? ['2000', '200'] : ['100000', '2000'];
  const people = countOf('people', values.people ?? store);
  return {
    json: values.json,
    workloads: workloadsOf(values.only),
    identity: values.only === identity,
    disclosure: values.only === disclosure,
    policy: values.only === policy,
    entries: countOf('entries', values.entries),
    people,
    portfolio: Math.min(countOf('portfolio', values.portfolio ?? own), people),
    rounds: countOf('rounds', values.rounds),
    seconds: countOf('seconds', values.seconds),
    connections: countOf('connections', values.connections),
    profile: values.profile,
  };
}

function countOf(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/u.test(text)) throw new Error(`--${name} takes a whole number from 1 on, not ${text}`);
  return Number(text);
}

const identity = 'identity';
const disclosure = 'disclosure';
const policy = 'policy';
/** What is no workload, but a run of its own. */
const runs: readonly string[] = [identity, disclosure, policy];

function workloadsOf(only: string | undefined): readonly WorkloadName[] {
  if (only === undefined) return workloadNames;
  if (runs.includes(only)) return ['page'];
  const chosen = workloadNames.filter((name) => name === only);
  if (chosen.length === 0)
    throw new Error(`--only takes one of ${[...workloadNames, ...runs].join(', ')}, not ${only}`);
  return chosen;
}

/** What is timed beside other things: slice by slice, by turns, so that what disturbs the machine disturbs them alike. */
import { cpuMsOfChildren } from '../cpuTime.js';

export interface Subject {
  readonly name: string;
  /** Of one slice. */
  readonly operations: number;
  /** What a slice needs and nobody times. */
  prepare?(): Promise<void>;
  slice(): void | Promise<void>;
}

/** Microseconds of one operation. */
export interface Cost {
  /** CPU of this process, all its threads. */
  readonly cpu: number;
  /** CPU of PostgreSQL; undefined where the kernel doesn't tell. */
  readonly databaseCpu: number | undefined;
  readonly elapsed: number;
}

/** Costs by subject, each the mean over `slices` slices; another subject begins each time. */
export async function measureRound<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  slices: number,
  postmaster: number,
): Promise<Readonly<Record<Name, Cost>>> {
  const named = Object.entries<Subject>(subjects);
  const sums = new Map(named.map(([name]) => [name, { cpu: 0, databaseMs: 0, elapsedMs: 0 }]));
  let isDatabaseKnown = true;
  for (let slice = 0; slice < slices; slice++) {
    for (let place = 0; place < named.length; place++) {
      const [name, subject] = named[(place + slice) % named.length] ?? [];
      const sum = sums.get(name ?? '');
      if (subject === undefined || sum === undefined) continue;
      const spent = await spentBy(subject, postmaster);
      sum.cpu += spent.cpu;
      sum.elapsedMs += spent.elapsedMs;
      if (spent.databaseMs === undefined) isDatabaseKnown = false;
      else sum.databaseMs += spent.databaseMs;
    }
  }
  return Object.fromEntries(
    named.map(([name, { operations }]) => {
      const { cpu = 0, databaseMs = 0, elapsedMs = 0 } = sums.get(name) ?? {};
      const all = operations * slices;
      const databaseCpu = isDatabaseKnown ? (databaseMs * 1000) / all : undefined;
      return [name, { cpu: cpu / all, databaseCpu, elapsed: (elapsedMs * 1000) / all }];
    }),
  ) as Record<Name, Cost>;
}

interface Spent {
  /** Microseconds. */
  readonly cpu: number;
  readonly databaseMs: number | undefined;
  readonly elapsedMs: number;
}

async function spentBy(subject: Subject, postmaster: number): Promise<Spent> {
  await subject.prepare?.();
  const databaseBefore = cpuMsOfChildren(postmaster);
  const start = performance.now();
  const before = process.cpuUsage();
  await subject.slice();
  const { user, system } = process.cpuUsage(before);
  const elapsedMs = performance.now() - start;
  const databaseAfter = cpuMsOfChildren(postmaster);
  const isKnown = databaseBefore !== undefined && databaseAfter !== undefined;
  return { cpu: user + system, databaseMs: isKnown ? databaseAfter - databaseBefore : undefined, elapsedMs };
}

/** `count` operations, so many of them at once as `lanes` says, as a server has them under way. */
export async function inLanes(count: number, lanes: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

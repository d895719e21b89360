/** Reads what `node --cpu-prof` wrote: who had the CPU itself, not through those whom it called. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  /** Microseconds from one sample to the next. */
  timeDeltas: z.array(z.number()),
});

type Profile = z.infer<typeof profile>;

export interface SelfTime {
  /** `openValue src/disclosure/openValues.js:74`, `(garbage collector)`. */
  readonly place: string;
  /** `src/disclosure`, `graphql`, `pg`, `node:net`, `native`. */
  readonly owner: string;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

/** What of a profile counts, in milliseconds before the process ended. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Self time of each function in the one profile of `folder`, the dearest first; idle time is left out. */
export async function selfTimes(folder: string, span: Span): Promise<readonly SelfTime[]> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('the profiled server left no profile: it did not end by itself');
  const whole = profile.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  const byNode = timesByNode(whole, span);
  const total = [...byNode.values()].reduce((sum, time) => sum + time, 0);
  const byPlace = new Map<string, { owner: string; time: number }>();
  for (const { id, callFrame } of whole.nodes) {
    const { functionName } = callFrame;
    const path = shortPath(callFrame.url);
    const place = path === '' ? functionName : `${nameOf(functionName)} ${path}:${callFrame.lineNumber + 1}`;
    const entry = byPlace.get(place) ?? { owner: ownerOf(path, functionName), time: 0 };
    entry.time += byNode.get(id) ?? 0;
    byPlace.set(place, entry);
  }
  return [...byPlace]
    .map(([place, { owner, time }]) => ({ place, owner, share: time / total }))
    .toSorted((one, other) => other.share - one.share);
}

/** A function stands in a profile once for each way in which it was called. */
function timesByNode({ nodes, samples, timeDeltas }: Profile, { from, to }: Span): ReadonlyMap<number, number> {
  const idle = new Set(nodes.filter((node) => node.callFrame.functionName === '(idle)').map((node) => node.id));
  const times = new Map<number, number>();
  let left = timeDeltas.reduce((sum, delta) => sum + delta, 0) / 1000;
  samples.forEach((id, index) => {
    const delta = timeDeltas[index] ?? 0;
    left -= delta / 1000;
    if (left <= from && left >= to && !idle.has(id)) times.set(id, (times.get(id) ?? 0) + delta);
  });
  return times;
}

/** The same, summed up by who owns the code. */
export function byOwner(times: readonly SelfTime[]): readonly (readonly [owner: string, share: number])[] {
  const sums = new Map<string, number>();
  for (const { owner, share } of times) sums.set(owner, (sums.get(owner) ?? 0) + share);
  return [...sums].toSorted(([, one], [, other]) => other - one);
}

function nameOf(functionName: string): string {
  return functionName === '' ? '(anonymous)' : functionName;
}

/** A package's path from its name on, ours from `dist` on. */
function shortPath(url: string): string {
  const path = url.replace(/^file:\/\//u, '');
  const modules = path.lastIndexOf('/node_modules/');
  if (modules >= 0) return path.slice(modules + '/node_modules/'.length);
  const ours = Math.max(path.lastIndexOf('/dist/'), path.lastIndexOf('/main/src/'));
  return ours >= 0 ? path.slice(ours + 1) : path;
}

function ownerOf(path: string, functionName: string): string {
  if (path === '') return functionName.startsWith('(') ? functionName : 'native';
  if (path.startsWith('node:')) return 'node';
  const [first = '', second = ''] = path.split('/');
  return first === 'dist' || first.startsWith('@') ? `${first}/${second}` : first;
}

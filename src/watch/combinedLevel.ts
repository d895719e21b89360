/**
 * How detectors weigh together: each knows what it means alone and from a strange network; two that speak of one entry are one
 * step worse than either. What is the highest step for a person is one below for a machine: what it hands in is still taken.
 */
import type { DetectorName, Finding, Level } from './detectors/detector.js';

/** Volume of one kind or another: two of them are one burst seen twice, and that is what a burst looks like. */
const volume: ReadonlySet<DetectorName> = new Set(['PACE', 'SHARE', 'WALK', 'FIELDS', 'MISSES']);

const steps: readonly Level[] = [1, 2, 3, 4, 5];

export function combinedLevel(findings: readonly Finding[], isMachine: boolean): Level | undefined {
  if (findings.length === 0) return undefined;
  const highest = Math.max(...findings.map(({ level }) => level));
  const isBurst = findings.filter(({ detector }) => volume.has(detector)).length >= 2 && highest >= 2;
  const most = isMachine ? 4 : 5;
  return steps.find((level) => level === Math.min(highest + (isBurst ? 1 : 0), most));
}

/** The contracts as files, to be committed and checked for drift. */
import type { CompiledPolicy } from './compiled.js';
import { contractFileName } from './naming.js';

/** File name to SDL, in the order of the names. */
export function contractsOf(policy: CompiledPolicy): ReadonlyMap<string, string> {
  const files = [...policy.roles.values()].map(
    ({ role, contract }) =>
      [contractFileName(role), `# The contract of ${role}, made by \`cloison contract\`.\n\n${contract}`] as const,
  );
  return new Map(files.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

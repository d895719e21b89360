import { Command } from 'commander';
import { Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { print, printJson } from '../output.js';

interface ContractOptions {
  readonly check?: true;
  readonly json?: true;
}

/** `cloison contract`: each role's schema as a file, to be committed and compared. */
export function contractCommand(): Command {
  const command = new Command('contract')
    .description("write each role's contract to contracts/ in the schema's folder")
    .argument('[folder]', 'the schema', 'schema')
    .option('--check', 'write nothing; fail when a file differs from what the policy says')
    .option('--json', 'print what changed as JSON')
    .action(writeContracts);
  return examples(command, ['cloison contract', 'cloison contract --check']);
}

async function writeContracts(folder: string, options: ContractOptions): Promise<void> {
  const { requirePolicy } = await import('../compileFolder.js');
  const { contractsOf } = await import('../../policy/contracts.js');
  const { applyDrift, driftOf } = await import('../contractFiles.js');
  const drift = driftOf(folder, contractsOf(requirePolicy(folder)));
  if (options.check !== true) applyDrift(folder, drift);
  if (options.json === true) printJson(drift.map(({ file, change }) => ({ file, change })));
  else
    print(drift.map(({ file, change }) => `${change} ${file}\n`).join('') || 'The contracts are what the policy says.');
  if (options.check === true && drift.length > 0) throw new Unsuccessful();
}

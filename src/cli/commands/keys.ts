import { Command } from 'commander';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { note } from '../output.js';

/** `cloison keys`: the keyring that `serve` and `import` seal with. */
export function keysCommand(): Command {
  const generate = new Command('generate')
    .description('write a new keyring, readable by its owner only; an existing file is left as it is')
    .argument('<file>', 'where to, such as /run/secrets/cloison-keys.json')
    .action(generateKeys);
  return new Command('keys')
    .description('make the keys that the store is sealed with')
    .addCommand(examples(generate, ['cloison keys generate keys.json', 'CLOISON_KEYS=keys.json cloison serve']));
}

async function generateKeys(file: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  const { Keyring } = await import('../../vault/keyring.js');
  try {
    await writeFile(file, Keyring.generate(), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new CommandError(`${file}: ${reasonOf(cause)}`, { cause });
  }
  note(`Wrote ${file}. Keep it outside the database and keep a copy: without it no sealed value opens again.`);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EEXIST') return 'it is there already, and was left as it is';
  if (code === 'ENOENT') return 'its folder is not there';
  return `it cannot be written (${typeof code === 'string' ? code : 'unknown reason'})`;
}

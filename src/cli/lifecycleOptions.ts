/** Options that the commands of retention, erasure and holds share. */
import type { Command } from 'commander';

export interface StoreChoice {
  readonly schema: string;
  readonly demo?: string | true;
}

export interface PersonChoice {
  readonly person?: string;
  readonly type?: string;
}

export function onStore(command: Command): Command {
  return command
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--demo [folder]', "the demo's store, keys and register (default folder: .cloison)");
}

export function ofPerson(command: Command): Command {
  return command
    .option('--person <uuid>', 'the person, by the id under which the store keeps the row')
    .option('--type <type>', 'of persons (default: the only one)');
}

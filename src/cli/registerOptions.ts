/** What the commands of the register have in common. */
import type { Command } from 'commander';

/** Who does it, and where the demo is that is meant when DATABASE_URL is not set. */
export interface ChangeOptions {
  readonly as: string;
  readonly data: string;
}

export function placed(command: Command): Command {
  return command.option('--data <folder>', 'the running demo that is meant when DATABASE_URL is not set', '.cloison');
}

export function signed(command: Command): Command {
  return placed(command.requiredOption('--as <operator>', 'who you are: it is recorded with the change'));
}

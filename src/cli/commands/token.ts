import { Command } from 'commander';
import { examples } from '../examples.js';
import { print, printJson } from '../output.js';

interface TokenOptions {
  readonly as: string;
  readonly data: string;
  readonly json?: true;
}

/** `cloison token`: an access token of a demo account, for other tools. */
export function tokenCommand(): Command {
  const command = new Command('token')
    .description('print an access token of a demo account (of a running `npm start`)')
    .requiredOption('--as <account>', 'the account; a wrong name lists them all')
    .option('--data <folder>', 'where the demo keeps its data', '.cloison')
    .option('--json', "print the issuer's whole answer: scope, lifetime, usual purpose")
    .action(printToken);
  return examples(command, [
    'cloison token --as <account>',
    'curl -H "Authorization: Bearer $(npm run -s cloison -- token --as <account>)" …',
  ]);
}

async function printToken(options: TokenOptions): Promise<void> {
  const { askDemoToken, requireDemo } = await import('../demoToken.js');
  const token = await askDemoToken(requireDemo(options.data), options.as);
  if (options.json === true) printJson(token);
  else print(token.access_token);
}

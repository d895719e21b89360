/** `cloison operations restrict` and `unrestrict`: whether an application runs its registered operations only. */
import { Command } from 'commander';
import { examples } from '../examples.js';
import { note } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { signed } from '../registerOptions.js';

export function restrictCommand(): Command {
  const command = signed(
    new Command('restrict').description('let an application run its registered operations only, for persons too'),
  )
    .argument('<application>', 'its client_id')
    .action(async (application: string, options: ChangeOptions) => {
      const { withRegister } = await import('../registerAccess.js');
      const { operator } = await import('../../register/actor.js');
      await withRegister(options.data, async (register) =>
        register.restrictApplication(operator(options.as), application),
      );
      note(`Restricted: within a second ${application} runs its registered operations and nothing else.`);
    });
  return examples(command, ['cloison operations restrict <client> --as <operator>']);
}

export function unrestrictCommand(): Command {
  const command = signed(
    new Command('unrestrict').description('let the persons of an application send any text again; by another operator'),
  )
    .argument('<application>', 'its client_id')
    .action(async (application: string, options: ChangeOptions) => {
      const { withRegister } = await import('../registerAccess.js');
      const { operator } = await import('../../register/actor.js');
      await withRegister(options.data, async (register) =>
        register.unrestrictApplication(operator(options.as), application),
      );
      note(`Free: persons send what texts they like through ${application}. Its machines do not.`);
    });
  return examples(command, ['cloison operations unrestrict <client> --as <operator>']);
}

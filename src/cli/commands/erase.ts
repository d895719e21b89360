/** `cloison erase`: the right to erasure, by two operators, and the receipt that it leaves. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import type { PersonChoice, StoreChoice } from '../lifecycleOptions.js';
import { ofPerson, onStore } from '../lifecycleOptions.js';
import { note, print, printJson } from '../output.js';

interface EraseOptions extends StoreChoice, PersonChoice {
  readonly as?: string;
  readonly reason?: string;
  readonly second?: true;
  readonly receipt?: string;
}

export function eraseCommand(): Command {
  const command = ofPerson(
    onStore(new Command('erase').description('erase a person who asked for it (GDPR Art. 17), by two operators')),
  )
    .option('--as <operator>', 'who you are: it is recorded with the erasure')
    .option('--reason <text>', 'why, of the first operator: it is recorded and names nobody')
    .option('--second', 'you are the second operator: the person is erased for good')
    .option('--receipt <file>', 'where the signed receipt is written')
    .action(erase)
    .addCommand(receiptCommand())
    .addCommand(keyCommand())
    .addCommand(verifyCommand());
  return examples(command, [
    "cloison erase --person <uuid> --as <operator> --reason 'Asked for by letter of 3 March.'",
    'cloison erase --person <uuid> --as <another operator> --second --receipt receipt.jws',
    'cloison erase verify receipt.jws --key receipt-key.json',
  ]);
}

async function erase(options: EraseOptions): Promise<void> {
  const { as, reason, second } = options;
  if (as === undefined) throw wrongCall('Say who you are: --as <operator>.');
  if ((second === true) === (reason !== undefined))
    throw wrongCall('The first operator gives a --reason, another one confirms with --second.');
  if (options.receipt !== undefined && existsSync(options.receipt))
    throw wrongCall(`${options.receipt} is there already: a receipt is written over nothing.`);
  const { personNamed, requireRegister, withStore } = await import('../lifecycleAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { confirmErasure, proposeErasure } = await import('../../lifecycle/rightToErasure.js');
  const { receiptOf } = await import('../../lifecycle/receipt.js');
  await withStore(options, second === true ? 'carryOut' : 'leave', async (store) => {
    const request = { ...personNamed(store, options), actor: operator(as) };
    if (reason !== undefined) {
      await proposeErasure(store.lifecycle, request, reason);
      note('Proposed. Nobody is erased yet: another operator confirms it with --second.');
      return;
    }
    await confirmErasure(store.lifecycle, requireRegister(store), request);
    note(`Erased ${request.person}, on every replica from now on.`);
    deliver(await receiptOf(store.lifecycle, request.plan.type, request.person), options.receipt);
  });
}

function receiptCommand(): Command {
  const command = ofPerson(
    onStore(new Command('receipt').description("write the receipt of a person's erasure once more")),
  )
    .option('--receipt <file>', 'where it is written')
    .action(async (options: EraseOptions) => {
      const { personNamed, withStore } = await import('../lifecycleAccess.js');
      const { receiptOf } = await import('../../lifecycle/receipt.js');
      await withStore(options, 'leave', async (store) => {
        const { plan, person } = personNamed(store, options);
        deliver(await receiptOf(store.lifecycle, plan.type, person), options.receipt);
      });
    });
  return examples(command, ['cloison erase receipt --person <uuid> --receipt receipt.jws']);
}

function keyCommand(): Command {
  const command = onStore(new Command('key').description('print the public key of the receipts, a JWK')).action(
    async (options: EraseOptions) => {
      const { withStore } = await import('../lifecycleAccess.js');
      const { receiptKey } = await import('../../lifecycle/receipt.js');
      await withStore(options, 'leave', async ({ rooms }) => {
        print(JSON.stringify((await receiptKey(rooms.vault)).publicJwk));
      });
    },
  );
  return examples(command, ['cloison erase key > receipt-key.json']);
}

function verifyCommand(): Command {
  const command = new Command('verify')
    .description('verify a receipt, without a database')
    .argument('<file>', 'the receipt')
    .requiredOption('--key <file>', 'the public key of the store that gave it')
    .action(async (file: string, { key }: { readonly key: string }) => {
      const { readReceipt } = await import('../../lifecycle/receipt.js');
      const { readPublicKeys } = await import('../../jws/statement.js');
      const keys = await readPublicKeys(readFileSync(key, 'utf8'));
      if (keys === undefined) throw wrongCall(`${key} holds no public key (JWK).`);
      const claims = await readReceipt(readFileSync(file, 'utf8').trim(), keys);
      if (claims === undefined) {
        note(`${file} is no receipt that this store signed, or it was changed.`);
        throw new Unsuccessful();
      }
      printJson(claims);
      note(`${file} is genuine.`);
    });
  return examples(command, ['cloison erase verify receipt.jws --key receipt-key.json']);
}

function deliver(receipt: string, path: string | undefined): void {
  if (path === undefined) print(receipt);
  else writeFileSync(path, `${receipt}\n`, { flag: 'wx' });
}

function wrongCall(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}

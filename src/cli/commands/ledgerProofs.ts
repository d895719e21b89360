import { Command, InvalidArgumentError } from 'commander';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import { placed } from '../registerOptions.js';

interface ProveOptions {
  readonly person: string;
  readonly entry?: number;
  readonly data: string;
}

interface VerifyProofOptions {
  readonly key?: string;
  readonly json?: true;
  readonly data: string;
}

export function proveCommand(): Command {
  const command = placed(
    new Command('prove').description('prove to a person which entries name them, and show nobody else'),
  )
    .requiredOption('--person <uuid>', 'by their internal id')
    .option('--entry <number>', 'of this entry only', entryNumber)
    .action(prove);
  return examples(command, ['cloison ledger prove --person <uuid> > proofs.json']);
}

async function prove({ person, entry, data }: ProveOptions): Promise<void> {
  const { parseUuid } = await import('../../kernel/uuid.js');
  const { withLedger } = await import('../ledgerAccess.js');
  const { proveInclusion } = await import('../../ledger/inclusionProof.js');
  const uuid = parseUuid(person);
  if (uuid === undefined) throw new CommandError('--person: it is no UUID.', { isWrongCall: true });
  const proofs = await withLedger(data, (database) => proveInclusion(database, { person: uuid, entry }));
  printJson({ proofs });
  if (proofs.length === 0) note('No entry under a checkpoint names this person.');
}

export function verifyProofCommand(): Command {
  const command = placed(
    new Command('verify-proof').description('find out whether proofs lead to roots that were signed'),
  )
    .argument('<file>', 'what `cloison ledger prove` printed; - for standard input')
    .option('--key <file>', 'the public key, a JWK or a JWK Set (default: that of CLOISON_KEYS)')
    .option('--json', 'print the result as JSON')
    .action(verifyProofs);
  command.addHelpText('after', '\nThe exit code is 1 when a proof proves nothing.');
  return examples(command, ['cloison ledger verify-proof proofs.json --key ledger-key.json']);
}

interface ProofResult {
  readonly entry: number;
  readonly at: string;
  readonly kind: string;
  readonly account: string | null;
  readonly purpose: string | null;
  readonly shape: string;
  /** Null: it proves what it says. */
  readonly problem: string | null;
}

async function verifyProofs(file: string, options: VerifyProofOptions): Promise<void> {
  const { z } = await import('zod');
  const { jsonObject, readInput } = await import('../input.js');
  const { ledgerPublicKeys } = await import('../ledgerAccess.js');
  const { checkInclusion, inclusionProofShape } = await import('../../ledger/inclusionProof.js');
  const parsed = z.strictObject({ proofs: z.array(inclusionProofShape) }).safeParse(jsonObject(await readInput(file)));
  if (!parsed.success) throw new CommandError(`${file}: it holds no proofs of cloison ledger prove`);
  const keys = await ledgerPublicKeys(options.key, options.data);
  const results = await Promise.all(
    parsed.data.proofs.map(async (proof): Promise<ProofResult> => {
      const checked = await checkInclusion(proof, keys);
      const { id: entry, at, kind, account, purpose } = proof.entry;
      return {
        entry,
        at,
        kind,
        account,
        purpose,
        shape: proof.leaf.shape,
        problem: 'problem' in checked ? checked.problem : null,
      };
    }),
  );
  if (options.json === true) printJson(results);
  else for (const result of results) print(sentenceOf(result));
  if (results.some(({ problem }) => problem !== null)) throw new Unsuccessful();
  note(`${results.length} proofs hold.`);
}

function sentenceOf({ entry, at, kind, account, purpose, shape, problem }: ProofResult): string {
  if (problem !== null) return `entry ${entry} is not proved: ${problem}`;
  return `entry ${entry}, ${at}: ${kind} by ${account ?? 'nobody named'} for ${purpose ?? 'no purpose'}, of this person ${shape}`;
}

function entryNumber(argument: string): number {
  if (!/^[1-9]\d{0,14}$/.test(argument)) throw new InvalidArgumentError('It is no number of an entry.');
  return Number(argument);
}

/** `cloison register`: the record of processing activities (GDPR Art. 30), as the policy gives it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { ControllerFile } from '../../compliance/processing/controllerFile.js';
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Language } from '../../compliance/words/language.js';
import { languages } from '../../compliance/words/language.js';
import { examples } from '../examples.js';
import { CommandError } from '../exit.js';
import { note, print } from '../output.js';

interface RegisterOptions {
  readonly processor?: string;
  readonly controller?: string;
  readonly language: Language;
  readonly json?: true;
  readonly out?: string;
}

export function registerCommand(): Command {
  const command = new Command('register')
    .description(
      'print the record of processing activities (GDPR Art. 30): parties, purposes, categories, recipients, time limits, measures',
    )
    .argument('[folder]', 'the schema', 'schema')
    .option(
      '--processor <role>',
      'the record of a processor, for what it does on behalf of the controller (Art. 30(2))',
    )
    .option('--controller <file>', "who the controller is, if not the controller.yml in the schema's folder")
    .addOption(new Option('--language <language>', 'the language of the record').choices(languages).default('en'))
    .option('--json', 'print it as JSON')
    .option('--out <file>', 'write it to a file')
    .action(register);
  return examples(command, [
    'cloison register --language fr --out registre.md',
    'cloison register test/fixtures/rental --json',
  ]);
}

async function register(folder: string, options: RegisterOptions): Promise<void> {
  const { requirePolicy } = await import('../compileFolder.js');
  const { readSchema } = await import('../../schemaFolder.js');
  const { processingRecord } = await import('../../compliance/processing/processingRecord.js');
  const { wordDescriptions } = await import('../../policy/wordDescriptions.js');
  const policy = requirePolicy(folder);
  requireProcessor(options.processor, policy);
  const controller = await controllerOf(folder, options, policy);
  const record = processingRecord(policy, wordDescriptions(readSchema(folder)));
  if (options.json === true) return deliver(JSON.stringify({ ...record, controller }, undefined, 2), options);
  const { processorText, recordText } = await import('../../compliance/processing/recordText.js');
  const { processor, language } = options;
  deliver(
    processor === undefined
      ? recordText(record, controller, language)
      : processorText(processor, record, { controller, language }),
    options,
  );
}

function deliver(text: string, { out }: RegisterOptions): void {
  if (out === undefined) return print(text);
  writeFileSync(out, text.endsWith('\n') ? text : `${text}\n`);
  note(`Wrote ${out}.`);
}

function requireProcessor(role: string | undefined, { roles }: CompiledPolicy): void {
  if (role === undefined || roles.get(role)?.party === 'PROCESSOR') return;
  const processors = [...roles.values()].filter(({ party }) => party === 'PROCESSOR').map((each) => each.role);
  throw new CommandError(
    `${role} is no role whose party is PROCESSOR. There ${processors.length === 0 ? 'is none' : `are: ${processors.join(', ')}`}.`,
    { isWrongCall: true },
  );
}

/** What no schema knows; nothing, when nobody has written it down: the record says what is to be completed. */
async function controllerOf(
  folder: string,
  { controller: named }: RegisterOptions,
  { roles }: CompiledPolicy,
): Promise<ControllerFile> {
  const { readController } = await import('../../compliance/processing/controllerFile.js');
  const file = named ?? join(folder, 'controller.yml');
  if (named !== undefined && !existsSync(named))
    throw new CommandError(`${named}: there is no such file.`, { isWrongCall: true });
  const reading = readController(existsSync(file) ? readFileSync(file, 'utf8') : '', new Set(roles.keys()));
  if ('controller' in reading) return reading.controller;
  throw new CommandError(reading.problems.map((problem) => `${file}: ${problem}`).join('\n'), { isWrongCall: true });
}

/** `cloison subject-access`: the answer to a person who asks what is held (GDPR Art. 15), by two operators, sealed to one reader. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { OpenStore } from '../../main.js';
import type { AskedAccess } from '../../compliance/subjectAccess/answerAccess.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { note, printJson } from '../output.js';

interface SubjectAccessOptions {
  readonly schema: string;
  readonly demo?: string | true;
  readonly person?: string;
  readonly find?: string;
  readonly type?: string;
  readonly as: string;
  readonly identityChecked?: string;
  readonly second?: true;
  readonly to?: string;
  readonly plain?: true;
  readonly out?: string;
  readonly json?: true;
}

export function subjectAccessCommand(): Command {
  const command = new Command('subject-access')
    .description('answer a person who asks what is held, and who was given it (GDPR Art. 15), by two operators')
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--demo [folder]', "of the demo's store and with its keys (default folder: .cloison)")
    .option('--person <uuid>', 'the UUID under which the store keeps the person')
    .option('--find <file>', 'a JSON object of fields by which the person is found, or - for standard input')
    .option('--type <type>', 'the type of the person (default: the only type of persons)')
    .requiredOption('--as <operator>', 'who you are: it is recorded')
    .option('--identity-checked <text>', 'how the identity of who asks was checked, without the number of a document')
    .option('--second', 'you are the second operator: the answer is made')
    .option('--to <file>', 'the public key (JWK) of who will read it: the answer is sealed to it')
    .option('--plain', 'not sealed, in a file that you alone may read')
    .option('--out <file>', 'where the second operator has the answer written')
    .option('--json', 'print what was done as JSON; the answer itself is never printed')
    .action(subjectAccess);
  return examples(command, [
    "cloison subject-access --person <uuid> --to reader.jwk --as <operator> --identity-checked 'Identity card, at the counter.'",
    'cloison subject-access --person <uuid> --to reader.jwk --as <another operator> --second --out answer.jwe',
  ]);
}

async function subjectAccess(options: SubjectAccessOptions): Promise<void> {
  requireSense(options);
  const { openImportStore } = await import('../importStore.js');
  const { translated } = await import('../registerAccess.js');
  const store = await openImportStore({
    schema: options.schema,
    demoFolder: options.demo === true ? '.cloison' : options.demo,
  });
  try {
    await work(store.rooms, options);
  } catch (error) {
    throw translated(error);
  } finally {
    await store.close();
  }
}

async function work(rooms: OpenStore['rooms'], options: SubjectAccessOptions): Promise<void> {
  const { answerAccess, askAccess } = await import('../../compliance/subjectAccess/answerAccess.js');
  const asked = await askedOf(rooms, options);
  const { out, identityChecked } = options;
  if (identityChecked !== undefined) {
    await askAccess(rooms, asked, identityChecked);
    if (options.json === true) printJson({ state: 'PROPOSED' });
    note('Proposed. Nothing is opened yet: another operator has the answer made with --second.');
    return;
  }
  if (out === undefined) throw wrongCall('Say where the answer is written: --out <file>.');
  const { text, records, recipients } = await answerAccess(rooms, asked);
  writeFileSync(out, text, { mode: 0o600, flag: 'wx' });
  if (options.json === true)
    printJson({ state: 'ANSWERED', file: out, sealed: asked.reader !== undefined, records, recipients });
  note(
    `${out} holds the answer, ${asked.reader === undefined ? 'not sealed: hand it over and delete it' : 'sealed to its reader'}.`,
  );
}

/** What is wrong with the call is said before a database is opened. */
function requireSense({ identityChecked, second, person, find, to, plain, out }: SubjectAccessOptions): void {
  if ((second === true) === (identityChecked !== undefined))
    throw wrongCall(
      'The first operator says how the identity was --identity-checked, another one confirms with --second.',
    );
  if ((person === undefined) === (find === undefined)) throw wrongCall('Say which person: --person or --find.');
  if ((to === undefined) === (plain === undefined))
    throw wrongCall('Say who will read it, --to <public key>, or that it stays --plain.');
  if (identityChecked !== undefined && !/^[^\p{Cc}]{1,500}$/u.test(identityChecked))
    throw wrongCall('--identity-checked takes one line of 1 to 500 characters.');
  if (second === true && out === undefined) throw wrongCall('Say where the answer is written: --out <file>.');
  if (out !== undefined && existsSync(out))
    throw wrongCall(`${out} is there already: an answer is written over nothing.`);
}

async function askedOf(rooms: OpenStore['rooms'], options: SubjectAccessOptions): Promise<AskedAccess> {
  const { operator } = await import('../../register/actor.js');
  const type = typeOf(rooms, options.type);
  return {
    type,
    person: await personOf(rooms, type, options),
    reader: await readerOf(options),
    actor: operator(options.as),
  };
}

function typeOf({ policy }: OpenStore['rooms'], named: string | undefined): string {
  const persons = [...policy.types.values()].filter(({ kind }) => kind === 'subject').map(({ name }) => name);
  if (named !== undefined && persons.includes(named)) return named;
  const [only] = persons;
  if (named === undefined && persons.length === 1 && only !== undefined) return only;
  throw wrongCall(`Say which type of person: --type ${persons.join(' or ')}.`);
}

async function personOf(
  rooms: OpenStore['rooms'],
  type: string,
  { person, find }: SubjectAccessOptions,
): Promise<AskedAccess['person']> {
  const { parseUuid } = await import('../../kernel/uuid.js');
  if (find === undefined) {
    const id = parseUuid(person ?? '');
    if (id === undefined) throw wrongCall('--person takes a UUID.');
    return id;
  }
  const { jsonObject, readInput } = await import('../input.js');
  const { findPerson } = await import('../../disclosure/findPerson.js');
  const values = jsonObject(await readInput(find));
  if (values === undefined) throw wrongCall('--find takes a JSON object of fields, such as {"surname": …}.');
  const found = await findPerson(rooms, type, values);
  if (found === undefined) throw new CommandError('NOT_REGISTERED Nobody is found so, or more than one.');
  return found;
}

async function readerOf({ to }: SubjectAccessOptions): Promise<AskedAccess['reader']> {
  if (to === undefined) return undefined;
  const { readInput } = await import('../input.js');
  const { importRecipientKey } = await import('../../jws/sealedFile.js');
  return importRecipientKey(await readInput(to));
}

function wrongCall(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}

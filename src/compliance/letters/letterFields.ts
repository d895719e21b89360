/** What may be opened for a letter: values of the person's own row, and none that a letter must not carry. */
import { Failure } from '../../kernel/failure.js';
import type { CompiledPolicy, ObjectModel, ValueField } from '../../policy/compiled.js';

export interface LetterFields {
  readonly model: ObjectModel;
  readonly fields: readonly ValueField[];
}

/** @param type of the persons; undefined: the only one that the policy has. @throws Failure USAGE, with what there is. */
export function letterFields(policy: CompiledPolicy, type: string | undefined, paths: readonly string[]): LetterFields {
  const subjects = [...policy.types.values()].filter(({ kind }) => kind === 'subject');
  const model = type === undefined ? onlyOne(subjects) : subjects.find(({ name }) => name === type);
  if (model === undefined) throw wrong(`--type is one of ${subjects.map(({ name }) => name).join(', ')}.`);
  const openable = [...model.fields.values()].filter((field) => isForLetters(policy, field));
  const fields = [...new Set(paths)].map((path) => {
    const field = openable.find((each) => each.path === path);
    if (field === undefined)
      throw wrong(
        `${model.name}.${path} is no field for a letter. There are: ${openable.map((each) => each.path).join(', ')}.`,
      );
    return field;
  });
  if (fields.length === 0) throw wrong('--fields names the fields of name and address, with a comma between two.');
  return { model, fields };
}

/** An envelope is read by many hands: no identification number, no special category, no offence. */
function isForLetters({ categories }: CompiledPolicy, field: { readonly kind: string }): field is ValueField {
  if (field.kind !== 'value') return false;
  const { category } = field as ValueField;
  return category !== undefined && categories.get(category) === 'ORDINARY';
}

function onlyOne(models: readonly ObjectModel[]): ObjectModel | undefined {
  return models.length === 1 ? models[0] : undefined;
}

function wrong(message: string): Failure {
  return new Failure('USAGE', message);
}

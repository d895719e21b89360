import type { ScalarKind } from '../../kernel/scalar.js';
import type { ValueField } from '../compiled.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, SettingDraft, WriteDraft } from '../read/draft.js';
import type { NamedPath } from '../read/paths.js';
import { resolvePath } from '../read/paths.js';
import { settingNode } from './noOwnReach.js';
import type { Finding } from './law.js';

/** A constant is a value that its field takes, or a claim; `from` names values that the field can hold. */
export function constantsFit(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) => [
    ...write.constants.flatMap((setting) => constantProblems(draft, write, setting)),
    ...[...write.constants, ...write.settings].flatMap((setting) => fromProblems(draft, write, setting)),
  ]);
}

function constantProblems(draft: Draft, write: WriteDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const found = resolvePath(draft, setting.type, setting.path);
  const { value, claim } = setting.use?.args ?? {};
  if (found === undefined || found.kind === 'id' || found.kind === 'version' || found.kind === 'through') {
    return [
      wrong(write, setting, {
        code: 'FIELD_UNKNOWN',
        what: `sets ${setting.path}, which is no field of ${setting.type} itself`,
        remedy: 'Name a value or a relation of the written type.',
      }),
    ];
  }
  if ((value === undefined) === (claim === undefined)) {
    return [
      wrong(write, setting, {
        code: 'CONSTANT_INVALID',
        what: `sets ${setting.path} to ${value === undefined ? 'nothing' : 'two things'}`,
        remedy: 'Write `value` or `claim`, one of both.',
      }),
    ];
  }
  if (value !== undefined && !takesConstant(found, value)) {
    return [
      wrong(write, setting, {
        code: 'CONSTANT_INVALID',
        what: `sets ${setting.path} to "${value}"`,
        remedy: remedyFor(found),
      }),
    ];
  }
  if (claim !== undefined && !takesClaim(found)) {
    return [
      wrong(write, setting, {
        code: 'CONSTANT_INVALID',
        what: `sets ${setting.path} to a claim`,
        remedy: 'A claim is text or names a row: set a String, or a relation.',
      }),
    ];
  }
  return [];
}

function takesConstant(found: NamedPath, value: string): boolean {
  return found.kind === 'value' && constantForms[found.model.scalar]?.(value, found.model) === true;
}

function takesClaim(found: NamedPath): boolean {
  return (
    found.kind === 'relation' ||
    (found.kind === 'value' && found.model.scalar === 'Text' && found.model.storage === 'clear')
  );
}

/** Whether a text is a constant of the field, by its scalar; the others take none. */
const constantForms: Readonly<Partial<Record<ScalarKind, (text: string, field: ValueField) => boolean>>> = {
  Enum: (text, { values }) => values?.includes(text) === true,
  Boolean: (text) => text === 'true' || text === 'false',
  Int: (text) => /^-?\d{1,9}$/.test(text),
  Text: (text, { pattern }) => pattern === undefined || new RegExp(pattern, 'u').test(text),
};

function remedyFor(found: NamedPath): string {
  return found.kind === 'value' && found.model.values !== undefined
    ? `Write one of ${found.model.values.join(', ')}.`
    : 'Constants are values of enums, Booleans, integers and text: bring anything else as an argument.';
}

function fromProblems(draft: Draft, write: WriteDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const { use } = setting;
  if (use?.args.from === undefined) return [];
  const from = use.args.from;
  const isCreate = write.steps.some(({ args }) => args.type === setting.type && args.kind === 'CREATE');
  const found = resolvePath(draft, setting.type, setting.path);
  const isOfField =
    found?.kind === 'value' && found.model.storage === 'clear' && from.every((value) => takesConstant(found, value));
  if (!isCreate && isOfField) return [];
  return [
    problemAt(argumentNode(use, 'from'), {
      code: 'CONSTANT_INVALID',
      message: `Mutation.${write.field.name} changes ${setting.path} from ${from.join(', ')}.`,
      remedy: isCreate
        ? 'A row that is created had no value before: take `from` off.'
        : 'Name values that the field holds in clear.',
    }),
  ];
}

function wrong(write: WriteDraft, setting: SettingDraft, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(settingNode(write, setting), { code, message: `Mutation.${write.field.name} ${what}.`, remedy });
}

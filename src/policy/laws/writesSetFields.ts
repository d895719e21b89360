import { getNamedType, getNullableType, isListType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, SettingDraft, WriteDraft } from '../read/draft.js';
import type { NamedPath } from '../read/paths.js';
import { inputTypeOf, resolvePath } from '../read/paths.js';
import { settingNode } from './noOwnReach.js';
import type { Finding } from './law.js';

/** What a mutation's arguments bring has a field to go to, of its type; a condition compares a row that is there. */
export function writesSetFields(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) => [
    ...write.settings.flatMap((setting) => settingProblems(draft, write, setting)),
    ...setTwice(write),
  ]);
}

function settingProblems(draft: Draft, write: WriteDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const found = resolvePath(draft, setting.type, setting.path);
  if (found === undefined) {
    const remedy = `Write @sets(field: "…") with a field of ${setting.type}, or "Type.field" for one of a further step.`;
    return [
      wrong(write, setting, {
        code: 'FIELD_UNKNOWN',
        what: `sets ${setting.path}, which ${setting.type} has not`,
        remedy,
      }),
    ];
  }
  const brought = setting.input?.field.type ?? setting.argument?.type;
  const isMistyped =
    brought === undefined || getNamedType(brought).name !== inputTypeOf(found) || isListType(getNullableType(brought));
  if (isMistyped) {
    return [
      wrong(write, setting, {
        code: 'INPUT_TYPE',
        what: `brings ${String(brought)} for ${setting.path}`,
        remedy: `Write ${inputTypeOf(found)}.`,
      }),
    ];
  }
  if (setting.use?.args.value !== undefined || setting.use?.args.claim !== undefined) {
    return [
      wrong(write, setting, {
        code: 'SETS_MISUSED',
        what: 'brings a value and states one',
        remedy: 'Keep `value` and `claim` for @sets on the mutation itself.',
      }),
    ];
  }
  if (found.kind === 'through' && !isNamed(write, setting, found.relation.path)) {
    return [
      wrong(write, setting, {
        code: 'CONDITION_WITHOUT_ROW',
        what: `compares ${setting.path} of a row that nothing names`,
        remedy: `Bring ${found.relation.path} too.`,
      }),
    ];
  }
  if (found.kind === 'through' && isSealed(found.end)) {
    return [
      wrong(write, setting, {
        code: 'SEALED_COLUMN',
        what: `compares ${setting.path}, which is sealed`,
        remedy: 'Compare what is in clear, or a relation.',
      }),
    ];
  }
  return [];
}

function isSealed(path: NamedPath): boolean {
  if (path.kind === 'through') return isSealed(path.end);
  return path.kind === 'value' && path.model.storage === 'sealed';
}

/** A condition of a CREATE needs its relation brought; of an UPDATE or END the row has it. */
function isNamed(write: WriteDraft, { type }: SettingDraft, relation: string): boolean {
  const isCreate = write.steps.some(({ args }) => args.type === type && args.kind === 'CREATE');
  return !isCreate || write.settings.some((other) => other.type === type && other.path === relation);
}

function setTwice(write: WriteDraft): readonly PolicyProblem[] {
  const all = [...write.settings, ...write.constants];
  return all
    .filter(({ type, path }, index) => all.findIndex((other) => other.type === type && other.path === path) < index)
    .map((setting) =>
      wrong(write, setting, {
        code: 'SET_TWICE',
        what: `sets ${setting.type}.${setting.path} twice`,
        remedy: 'Set each field once.',
      }),
    );
}

function wrong(write: WriteDraft, setting: SettingDraft, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(settingNode(write, setting), { code, message: `Mutation.${write.field.name} ${what}.`, remedy });
}

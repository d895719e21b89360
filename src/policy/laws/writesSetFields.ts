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
  return [
    ...draft.writes.flatMap((write) => [
      ...write.settings.flatMap((setting) => settingProblems(draft, write, setting)),
      ...setTwice(write),
    ]),
    ...draft.requests.flatMap((request) => [
      ...request.settings.flatMap((setting) => {
        const found = resolvePath(draft, setting.type, setting.path);
        return found === undefined ? [] : mistyped(request, setting, found);
      }),
      ...setTwice(request),
    ]),
  ];
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
  const misfit = mistyped(write, setting, found);
  if (misfit.length > 0) return misfit;
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

function mistyped(mutation: Mutation, setting: SettingDraft, found: NamedPath): readonly PolicyProblem[] {
  const brought = setting.input?.field.type ?? setting.argument?.type;
  const fits =
    brought !== undefined && getNamedType(brought).name === inputTypeOf(found) && !isListType(getNullableType(brought));
  if (fits) return [];
  return [
    wrong(mutation, setting, {
      code: 'INPUT_TYPE',
      what: `brings ${String(brought)} for ${setting.path}`,
      remedy: `Write ${inputTypeOf(found)}.`,
    }),
  ];
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

function setTwice(mutation: Mutation): readonly PolicyProblem[] {
  const all = [...mutation.settings, ...mutation.constants];
  return all
    .filter(({ type, path }, index) => all.findIndex((other) => other.type === type && other.path === path) < index)
    .map((setting) =>
      wrong(mutation, setting, {
        code: 'SET_TWICE',
        what: `sets ${setting.type}.${setting.path} twice`,
        remedy: 'Set each field once.',
      }),
    );
}

/** A write, or a first contact: what it sets of the record. */
type Mutation = Pick<WriteDraft, 'field' | 'node' | 'settings' | 'constants'>;

function wrong(mutation: Mutation, setting: SettingDraft, { code, what, remedy }: Finding): PolicyProblem {
  const node = settingNode(mutation, setting);
  return problemAt(node, { code, message: `Mutation.${mutation.field.name} ${what}.`, remedy });
}

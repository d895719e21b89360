import type { ScalarKind } from '../../kernel/scalar.js';
import { validateScalar } from '../../vault/validateScalar.js';
import { reachesThrough } from '../ownReach.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, RequestDraft, SettingDraft, WriteDraft } from '../read/draft.js';
import type { NamedPath } from '../read/paths.js';
import { resolvePath } from '../read/paths.js';
import { settingNode } from './noOwnReach.js';
import type { Finding } from './law.js';

/** A constant is a value that its field takes, or a claim; `from` names values that the field can hold. */
export function constantsFit(draft: Draft): readonly PolicyProblem[] {
  return [
    ...draft.writes.flatMap((write) => [
      ...write.constants.flatMap((setting) => constantProblems(draft, write, setting)),
      ...[...write.constants, ...write.settings].flatMap((setting) => fromProblems(draft, write, setting)),
    ]),
    ...draft.requests.flatMap((request) =>
      request.constants.flatMap((setting) => statedProblems(draft, request, setting)),
    ),
  ];
}

function constantProblems(draft: Draft, write: WriteDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const found = resolvePath(draft, setting.type, setting.path);
  const finding: Finding | undefined =
    found?.kind === 'value' || found?.kind === 'relation'
      ? misfitOf(found, setting, takesConstant)
      : {
          code: 'FIELD_UNKNOWN',
          what: `sets ${setting.path}, which is no field of ${setting.type} itself`,
          remedy: 'Name a value or a relation of the written type.',
        };
  return finding === undefined ? [] : [wrong(write, setting, finding)];
}

/** A first contact states values of the record and its entities, and what an entity must hold that the record would name. */
function statedProblems(draft: Draft, request: RequestDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const { type } = request.use.args;
  const found = resolvePath(draft, type, setting.path);
  const isNothing = setting.use?.args.value === undefined && setting.use?.args.claim === undefined;
  // Of these another law speaks.
  if (found === undefined || found.kind === 'id' || isNothing) return [];
  const stated = statedField(draft, request, setting, found);
  const finding: Finding | undefined =
    stated === undefined
      ? {
          code: 'FIELD_UNKNOWN',
          what: `states ${setting.path}, which is neither of ${type} itself nor of an entity that it names`,
          remedy: 'Name a value of the record, a relation to an entity, or a field of an entity that it is given.',
        }
      : (startOf(draft, type, stated, setting) ?? misfitOf(stated, setting, takesForm));
  return finding === undefined ? [] : [wrong(request, setting, finding)];
}

/** What the engine itself sets when the answer is yes. */
function startOf(draft: Draft, type: string, found: FieldPath, { path }: SettingDraft): Finding | undefined {
  const isStart = reachesThrough(draft, type).some(({ use }) => use.args.starts === found.model.column);
  if (!isStart || path.includes('.')) return undefined;
  const what = `states ${path}, from which the link counts`;
  return { code: 'CONSTANT_INVALID', what, remedy: 'Leave it out: the link starts when the answer is yes.' };
}

/** A claim may name whatever row the link is by, but not the person whom the request is about. */
function statedField(
  draft: Draft,
  { settings, constants, use: { args } }: RequestDraft,
  { use }: SettingDraft,
  found: NamedPath,
): FieldPath | undefined {
  const isEntity = (type: string): boolean => draft.types.get(type)?.kind === 'entity';
  const isPerson = (column: string): boolean => draft.types.get(args.type)?.subject?.column === column;
  if (found.kind === 'value') return found;
  if (found.kind === 'relation' && isEntity(found.model.target)) return found;
  if (found.kind === 'relation' && use?.args.claim !== undefined && !isPerson(found.model.column)) return found;
  if (found.kind !== 'through' || !isEntity(found.relation.target)) return undefined;
  const { relation, end } = found;
  const isNamed = [...settings, ...constants].some(({ path }) => path === relation.path);
  return isNamed && (end.kind === 'value' || end.kind === 'relation') ? end : undefined;
}

type FieldPath = Extract<NamedPath, { kind: 'value' | 'relation' }>;

/** `takes`: whether a text is a value that the mutation may state of the field. */
function misfitOf(found: FieldPath, { path, use }: SettingDraft, takes: typeof takesForm): Finding | undefined {
  const { value, claim } = use?.args ?? {};
  if ((value === undefined) === (claim === undefined)) {
    return {
      code: 'CONSTANT_INVALID',
      what: `sets ${path} to ${value === undefined ? 'nothing' : 'two things'}`,
      remedy: 'Write `value` or `claim`, one of both.',
    };
  }
  if (value !== undefined && !takes(found, value)) {
    return { code: 'CONSTANT_INVALID', what: `sets ${path} to "${value}"`, remedy: remedyFor(found) };
  }
  if (claim !== undefined && !takesClaim(found)) {
    return {
      code: 'CONSTANT_INVALID',
      what: `sets ${path} to a claim`,
      remedy: 'A claim is text or names a row: set a String, or a relation.',
    };
  }
  return undefined;
}

/** Whether it can be kept in the field at all. */
function takesForm(found: NamedPath, value: string): boolean {
  return found.kind === 'value' && validateScalar(found.model, value).valid;
}

function takesConstant(found: NamedPath, value: string): boolean {
  return takesForm(found, value) && found.kind === 'value' && isConstantOf[found.model.scalar]?.(value) === true;
}

function takesClaim(found: NamedPath): boolean {
  return (
    found.kind === 'relation' ||
    (found.kind === 'value' && found.model.scalar === 'Text' && found.model.storage === 'clear')
  );
}

/** Whether what has its form may be stated, by its scalar; the others take no constant of a write. */
const isConstantOf: Readonly<Partial<Record<ScalarKind, (text: string) => boolean>>> = {
  Enum: () => true,
  Boolean: () => true,
  Int: (text) => text.length <= (text.startsWith('-') ? 10 : 9),
  Text: () => true,
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

function wrong(
  mutation: WriteDraft | RequestDraft,
  setting: SettingDraft,
  { code, what, remedy }: Finding,
): PolicyProblem {
  const node = settingNode(mutation, setting);
  return problemAt(node, { code, message: `Mutation.${mutation.field.name} ${what}.`, remedy });
}

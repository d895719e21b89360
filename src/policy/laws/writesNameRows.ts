import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import type { Draft, SettingDraft, TypeDraft, WriteDraft } from '../read/draft.js';
import { columnOfPath, resolvePath } from '../read/paths.js';
import { isRecordOfNew } from './writesAreDeclared.js';
import { shortenedColumns } from '../ownReach.js';
import type { Finding } from './law.js';

/** UPDATE and END name their row, and never whose it is; a CREATE says whose; an END ends something. */
export function writesNameRows(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    write.steps.flatMap((step) => {
      const type = draft.types.get(step.args.type);
      if (type === undefined || type.kind === 'entity') return [];
      return step.args.kind === 'CREATE'
        ? createProblems(draft, write, step, type)
        : changeProblems(draft, write, step, type);
    }),
  );
}

function createProblems(
  draft: Draft,
  write: WriteDraft,
  step: Use<'write'>,
  type: TypeDraft,
): readonly PolicyProblem[] {
  const own = settingsOf(write, type);
  if (own.some(({ path }) => path === 'id')) {
    return [
      wrong(write, step, {
        code: 'WRITE_ROW',
        what: `creates a ${type.name} and names its id`,
        remedy: 'Take `id` out: the store makes it.',
      }),
    ];
  }
  const isOwned =
    type.kind === 'subject' ||
    isRecordOfNew(draft, write, step) ||
    own.some(({ path }) => namesPerson(draft, type, path));
  return isOwned
    ? []
    : [
        wrong(write, step, {
          code: 'CREATE_WITHOUT_SUBJECT',
          what: `creates a ${type.name} of nobody`,
          remedy: 'Bring its person, or a record of its person.',
        }),
      ];
}

/** Whether the relation leads to the record's person, or to another record of a person of that type. */
function namesPerson(draft: Draft, type: TypeDraft, path: string): boolean {
  const found = resolvePath(draft, type.name, path);
  if (found?.kind !== 'relation') return false;
  if (found.model.column === type.subject?.column) return true;
  const target = draft.types.get(found.model.target);
  return target?.kind === 'record' && target.subject?.type === type.subject?.type;
}

function changeProblems(
  draft: Draft,
  write: WriteDraft,
  step: Use<'write'>,
  type: TypeDraft,
): readonly PolicyProblem[] {
  const own = settingsOf(write, type);
  const named = own.filter(({ path }) => path === 'id');
  const columns = new Set(
    [...own, ...constantsOf(write, type)].map(({ path }) => columnOfPath(resolvePath(draft, type.name, path))),
  );
  const ends = shortenedColumns(draft, type.name);
  return [
    ...(named.length === 1 && named.every(isCompulsory)
      ? []
      : [
          wrong(write, step, {
            code: 'WRITE_ROW',
            what: `changes a ${type.name} and does not name it`,
            remedy: 'Bring `id: ID!`, or an argument with @sets(field: "id").',
          }),
        ]),
    ...(columns.has(type.subject?.column)
      ? [
          wrong(write, step, {
            code: 'SUBJECT_IMMUTABLE',
            what: `gives a ${type.name} to another person`,
            remedy: "A record is sealed with its person's key: create it anew.",
          }),
        ]
      : []),
    ...own
      .filter(({ path }) => leadsToPerson(draft, type, path))
      .map(({ path }) =>
        wrong(write, step, {
          code: 'NOT_SUPPORTED_YET',
          what: `moves a ${type.name} to another ${path}`,
          remedy: 'Only a CREATE is judged on the rows that its inputs name: create it anew.',
        }),
      ),
    ...(step.args.kind === 'END' && !ends.some((column) => columns.has(column))
      ? [
          wrong(write, step, {
            code: 'END_ENDS_NOTHING',
            what: `ends a ${type.name} and sets no end`,
            remedy:
              ends.length === 0
                ? 'No reach goes through its table: write @write(kind: UPDATE).'
                : `Set one of the columns ${ends.join(', ')}.`,
          }),
        ]
      : []),
  ];
}

/** A relation to a person's row, other than the person itself, which is refused in its own words. */
function leadsToPerson(draft: Draft, type: TypeDraft, path: string): boolean {
  const found = resolvePath(draft, type.name, path);
  if (found?.kind !== 'relation' || found.model.column === type.subject?.column) return false;
  return draft.types.get(found.model.target)?.kind !== 'entity';
}

function settingsOf({ settings }: WriteDraft, { name }: TypeDraft): readonly SettingDraft[] {
  return settings.filter(({ type }) => type === name);
}

function constantsOf({ constants }: WriteDraft, { name }: TypeDraft): readonly SettingDraft[] {
  return constants.filter(({ type }) => type === name);
}

function isCompulsory({ input, argument }: SettingDraft): boolean {
  return input === undefined ? String(argument?.type).endsWith('!') : input.required;
}

function wrong({ field }: WriteDraft, step: Use<'write'>, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(step.node, { code, message: `Mutation.${field.name} ${what}.`, remedy });
}

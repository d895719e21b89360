import type { ASTNode } from 'graphql';
import { makingColumns, reachesThrough } from '../ownReach.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import type { Draft, ReachDraft, SettingDraft, WriteDraft } from '../read/draft.js';
import { columnOfPath, resolvePath } from '../read/paths.js';
import { isRecordOfNew } from './writesAreDeclared.js';

/**
 * No role writes what makes, moves or prolongs the link through which it reads (law 4). It may end its link: an END sets
 * an end that is compulsory, and the store never moves it to later. It may link itself to a person whom the same mutation
 * creates, to no other, by a link that ends. A view of the written table is judged by the store, at start.
 */
export function noOwnReach(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    write.steps.flatMap((step) =>
      reachesThrough(draft, step.args.type)
        .filter(({ use }) => step.args.to.includes(use.args.role))
        .flatMap((reach) => problemsOf(draft, write, step, reach)),
    ),
  );
}

function problemsOf(draft: Draft, write: WriteDraft, step: Use<'write'>, reach: ReachDraft): readonly PolicyProblem[] {
  const { ends, closes } = reach.use.args;
  const ending = [...(ends === undefined ? [] : [ends]), ...closes];
  switch (step.args.kind) {
    case 'CREATE':
      return isOwnNewPerson(draft, write, step, reach)
        ? []
        : [
            prolongs(write, step.node, reach, {
              verb: 'makes',
              remedy: 'Let another role create it, or another reach give it.',
            }),
          ];
    case 'UPDATE':
      return touching(draft, write, step, [...makingColumns(reach), ...ending]).map(({ node }) =>
        prolongs(write, node, reach, {
          verb: 'moves',
          remedy: 'Take the field out; an end may be set by @write(kind: END).',
        }),
      );
    case 'END':
      return [
        ...touching(draft, write, step, makingColumns(reach)).map(({ node }) =>
          prolongs(write, node, reach, { verb: 'moves', remedy: 'Take the field out: END sets ends only.' }),
        ),
        ...touching(draft, write, step, ending)
          .filter(({ setting }) => mayBeNull(setting))
          .map(({ node }) =>
            prolongs(write, node, reach, { verb: 'may empty the end of', remedy: 'Make the argument non-null.' }),
          ),
      ];
  }
}

/** The one stated exception: the author's link to the row just created. */
function isOwnNewPerson(draft: Draft, write: WriteDraft, step: Use<'write'>, reach: ReachDraft): boolean {
  const type = draft.types.get(step.args.type);
  const { subject, ends, longest } = reach.use.args;
  if (type === undefined || (ends === undefined && longest === undefined)) return false;
  if (!linksAuthorOnly(draft, write, step, reach)) return false;
  if (type.kind === 'subject') return subject === type.key;
  return (
    isRecordOfNew(draft, write, step) &&
    subject === type.subject?.column &&
    touching(draft, write, step, [subject]).length === 0
  );
}

/** The link is its author's: nobody brings whose it is, the caller's own claim says it, or nothing does. */
function linksAuthorOnly(draft: Draft, write: WriteDraft, step: Use<'write'>, { use }: ReachDraft): boolean {
  return touching(draft, write, step, [use.args.column]).every(
    ({ setting }) => setting.argument === undefined && setting.use?.args.claim === use.args.claim,
  );
}

interface Touching {
  readonly setting: SettingDraft;
  readonly node: ASTNode;
}

/** What of the mutation sets one of `columns` of the step's table. */
function touching(
  draft: Draft,
  write: WriteDraft,
  step: Use<'write'>,
  columns: readonly string[],
): readonly Touching[] {
  return [...write.settings, ...write.constants]
    .filter(
      ({ type, path }) =>
        type === step.args.type && columns.includes(columnOfPath(resolvePath(draft, type, path)) ?? ''),
    )
    .map((setting) => ({ setting, node: settingNode(write, setting) }));
}

/** Where a setting stands: its field, its argument, or its @sets. */
export function settingNode(write: Pick<WriteDraft, 'node'>, { input, argument, use }: SettingDraft): ASTNode {
  return use?.node ?? input?.field.astNode?.name ?? argument?.astNode?.name ?? write.node.name;
}

function mayBeNull({ input, argument, use }: SettingDraft): boolean {
  if (input !== undefined) return !input.required;
  return argument === undefined ? use?.args.value === undefined : !String(argument.type).endsWith('!');
}

function prolongs(
  { field }: WriteDraft,
  node: ASTNode,
  { use }: ReachDraft,
  { verb, remedy }: { readonly verb: string; readonly remedy: string },
): PolicyProblem {
  return problemAt(node, {
    code: 'WRITES_OWN_REACH',
    message: `Mutation.${field.name} lets ${use.args.role} write what ${verb} its own reach "${use.args.name}" through ${use.args.through}.`,
    remedy,
  });
}

import { disclosuresOf } from '../compile/grants.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { ArgumentsOf } from '../read/directives.js';
import type { Draft, SettingDraft, WriteDraft } from '../read/draft.js';
import { settingNode } from './noOwnReach.js';

/**
 * What a mutation compares (a condition on a related row, the value that a field comes from) its caller reads exactly,
 * for the same purpose, without a fresh authentication or the person's approval: else the refusal would tell it (law 7).
 */
export function writesCompareRead(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    [...write.settings, ...write.constants].flatMap((setting) => problemsOf(draft, write, setting)),
  );
}

function problemsOf(draft: Draft, write: WriteDraft, setting: SettingDraft): readonly PolicyProblem[] {
  const compared = comparedFields(draft, setting);
  return write.steps
    .filter(({ args }) => args.type === setting.type)
    .flatMap(({ args }) => args.to.flatMap((role) => args.for.map((purpose) => ({ role, purpose }))))
    .filter((caller) => !compared.every((field) => readsExactly(draft, field, caller)))
    .map(({ role, purpose }) =>
      problemAt(settingNode(write, setting), {
        code: 'COMPARES_UNREAD',
        message: `Mutation.${write.field.name} compares ${setting.path}, which ${role} does not read for ${purpose}.`,
        remedy: `Grant ${role} every field of the path EXACT for ${purpose}, without \`stepUp\` and \`approval\`, or compare another.`,
      }),
    );
}

interface ComparedField {
  readonly type: string;
  readonly path: string;
}

/** The relations and the end of a condition, and the field of a `from`; nothing for what is only set. */
function comparedFields(draft: Draft, { type, path, use }: SettingDraft): readonly ComparedField[] {
  const from = use?.args.from === undefined ? [] : [{ type, path }];
  const followed = follow(draft, type, path);
  return followed.length > 1 ? [...from, ...followed] : from;
}

function follow(draft: Draft, type: string, path: string): readonly ComparedField[] {
  const [head = '', ...rest] = path.split('.');
  const relation = draft.types.get(type)?.fields.get(head)?.model;
  if (rest.length === 0 || relation?.kind !== 'relation') return [{ type, path }];
  return [{ type, path: head }, ...follow(draft, relation.target, rest.join('.'))];
}

function readsExactly(
  draft: Draft,
  { type: name, path }: ComparedField,
  { role, purpose }: { readonly role: string; readonly purpose: string },
): boolean {
  const type = draft.types.get(name);
  const field = type?.fields.get(path);
  if (type === undefined || field === undefined) return false;
  return disclosuresOf(type, field).some(
    ({ as, stepUp, approval, to, for: purposes }: ArgumentsOf<'disclose'>) =>
      as === 'EXACT' && !stepUp && !approval && to.includes(role) && purposes.includes(purpose),
  );
}

import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, SettingDraft, WriteDraft } from '../read/draft.js';
import { columnOfPath, resolvePath } from '../read/paths.js';
import { settingNode } from './noOwnReach.js';

/** From whom a mark withholds something, he does not take the mark off. */
export function restrictsHold(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    [...write.settings, ...write.constants].flatMap((setting) =>
      liftedFor(draft, write, setting).map((role) =>
        problemAt(settingNode(write, setting), {
          code: 'RESTRICT_LIFTED',
          message: `Mutation.${write.field.name} lets ${role} change ${setting.type}.${setting.path}, which withholds from ${role}.`,
          remedy: `Take the field out, or ${role} out of the @write.`,
        }),
      ),
    ),
  );
}

/** Roles that change the column of a restriction from which they are not excepted. */
function liftedFor(draft: Draft, { steps }: WriteDraft, { type, path }: SettingDraft): readonly string[] {
  const column = columnOfPath(resolvePath(draft, type, path));
  const restricts = draft.types.get(type)?.restricts.filter(({ args }) => args.column === column) ?? [];
  const roles = steps.filter(({ args }) => args.type === type && args.kind !== 'CREATE').flatMap(({ args }) => args.to);
  return [...new Set(roles)].filter((role) => restricts.some(({ args }) => !args.except.includes(role)));
}

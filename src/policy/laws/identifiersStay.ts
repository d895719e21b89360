import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, SettingDraft, WriteDraft } from '../read/draft.js';
import { settingNode } from './noOwnReach.js';

/**
 * What identifies a person is brought once, when the person is created, where a value that somebody else has is met with
 * silence. Changed afterwards, it would be refused or kept: the answer would tell that somebody else has it (law 7).
 */
export function identifiersStay(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    [...write.settings, ...write.constants]
      .filter((setting) => isChanged(write, setting) && isIdentifier(draft, setting))
      .map((setting) =>
        problemAt(settingNode(write, setting), {
          code: 'IDENTIFIER_CHANGED',
          message: `Mutation.${write.field.name} changes ${setting.type}.${setting.path}, which no two persons share.`,
          remedy: 'Take the field out: a wrong identifier is corrected where somebody looks at both persons.',
        }),
      ),
  );
}

function isChanged({ steps }: WriteDraft, { type }: SettingDraft): boolean {
  return steps.some(({ args }) => args.type === type && args.kind !== 'CREATE');
}

function isIdentifier(draft: Draft, { type, path }: SettingDraft): boolean {
  return draft.types.get(type)?.fields.get(path)?.personal?.args.search.includes('UNIQUE') ?? false;
}

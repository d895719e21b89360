import { disclosuresOf } from '../compile/grants.js';
import { versionName } from '../naming.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, SettingDraft, TypeDraft, WriteDraft } from '../read/draft.js';
import { settingNode } from './noOwnReach.js';
import type { Finding } from './law.js';

/** A version speaks of a row that is there, to who reads something of it exactly, for the purpose of the write (law 7). */
export function versionsAreRead(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    write.settings
      .filter(({ path }) => path === versionName)
      .flatMap((setting) => problemsOf(write, setting, draft.types.get(setting.type))),
  );
}

function problemsOf(write: WriteDraft, setting: SettingDraft, type: TypeDraft | undefined): readonly PolicyProblem[] {
  if (type === undefined || type.kind === 'entity') return [];
  const steps = write.steps.filter(({ args }) => args.type === type.name);
  if (steps.some(({ args }) => args.kind === 'CREATE')) {
    const remedy = 'Take `version` out: what is created was seen by nobody.';
    return [wrong(write, setting, { code: 'VERSION_MISUSED', what: `creates a ${type.name} by its version`, remedy })];
  }
  return steps
    .flatMap(({ args }) => args.to.flatMap((role) => args.for.map((purpose) => ({ role, purpose }))))
    .filter((caller) => !readsSomething(type, caller))
    .map(({ role, purpose }) =>
      wrong(write, setting, {
        code: 'VERSION_MISUSED',
        what: `takes a version of ${type.name}, of which ${role} reads no value EXACT for ${purpose} without \`stepUp\``,
        remedy: `Grant ${role} what it changes, or take \`version\` out.`,
      }),
    );
}

function readsSomething(
  type: TypeDraft,
  { role, purpose }: { readonly role: string; readonly purpose: string },
): boolean {
  return [...type.fields.values()].some(
    (field) =>
      (field.model.kind === 'value' || field.model.kind === 'relation') &&
      disclosuresOf(type, field).some(
        ({ as, stepUp, to, for: purposes }) =>
          as === 'EXACT' && !stepUp && to.includes(role) && purposes.includes(purpose),
      ),
  );
}

function wrong(write: WriteDraft, setting: SettingDraft, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(settingNode(write, setting), { code, message: `Mutation.${write.field.name} ${what}.`, remedy });
}

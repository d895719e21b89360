import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, TypeDraft, WriteDraft } from '../read/draft.js';
import { resolvePath } from '../read/paths.js';
import { isRecordOfNew } from './writesAreDeclared.js';

/** Who writes holds the row by a reach; who creates, the person and every record that the inputs name (law 4). */
export function writesReach(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) =>
    write.steps.flatMap((step) => {
      const type = draft.types.get(step.args.type);
      if (type === undefined || type.kind === 'entity') return [];
      return isOfNobodyYet(draft, write, step, type)
        ? reachedTooEarly(write, step)
        : unreached(write, step, judgedTypes(draft, write, step, type));
    }),
  );
}

function isOfNobodyYet(draft: Draft, write: WriteDraft, step: Use<'write'>, type: TypeDraft): boolean {
  return step.args.kind === 'CREATE' && (type.kind === 'subject' || isRecordOfNew(draft, write, step));
}

function reachedTooEarly({ field }: WriteDraft, step: Use<'write'>): readonly PolicyProblem[] {
  if (step.args.through.length === 0) return [];
  return [
    problemAt(argumentNode(step, 'through'), {
      code: 'WRITE_REACHES_NOBODY',
      message: `Mutation.${field.name} creates a person whom nobody reaches yet.`,
      remedy: 'Write `through: []`.',
    }),
  ];
}

function unreached({ field }: WriteDraft, step: Use<'write'>, judged: readonly TypeDraft[]): readonly PolicyProblem[] {
  const { to, through } = step.args;
  const without = to.flatMap((role) =>
    judged
      .filter((type) => !through.some((name) => hasReach(type, role, name)))
      .map((type) =>
        problemAt(argumentNode(step, 'through'), {
          code: 'WRITE_WITHOUT_REACH',
          message: `Mutation.${field.name} writes of ${type.name}, which ${role} need not reach.`,
          remedy: `Name in \`through\` a reach of ${role} on ${type.name}; write @reach on ${type.name} if there is none.`,
        }),
      ),
  );
  const unknown = to.flatMap((role) =>
    through
      .filter((name) => !judged.some((type) => hasReach(type, role, name)))
      .map((name) =>
        problemAt(argumentNode(step, 'through'), {
          code: 'REACH_UNKNOWN',
          message: judged.some((type) => isExceptional(type, role, name))
            ? `${role} reads through the exceptional reach "${name}" and writes nothing through it.`
            : `${role} has no reach "${name}" on ${judged.map((type) => type.name).join(' or ')}.`,
          remedy: 'Name reaches that each role of the @write has; write one @write for each role whose reaches differ.',
        }),
      ),
  );
  return [...without, ...unknown];
}

/** Of an UPDATE or END the row; of a CREATE the person, and the records and persons that inputs name. */
function judgedTypes(draft: Draft, write: WriteDraft, step: Use<'write'>, type: TypeDraft): readonly TypeDraft[] {
  if (step.args.kind !== 'CREATE') return [type];
  const named = write.settings
    .filter((setting) => setting.type === type.name)
    .flatMap(({ path }) => {
      const found = resolvePath(draft, type.name, path);
      return found?.kind === 'relation' ? [found.model.target] : [];
    });
  const names = new Set([...(type.subject?.type === undefined ? [] : [type.subject.type]), ...named]);
  return [...draft.types.values()].filter(({ name, kind }) => kind !== 'entity' && names.has(name));
}

function hasReach(type: TypeDraft, role: string, name: string): boolean {
  return type.reaches.some(({ use: { args } }) => args.role === role && args.name === name);
}

function isExceptional(type: TypeDraft, role: string, name: string): boolean {
  return type.exceptionals.some(({ args }) => args.role === role && args.name === name);
}

import { parseDuration } from '../../kernel/duration.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft } from '../read/draft.js';

/** What was opened for a reason ends when it says: a grant through it has no window. */
export function exceptionalsEnd({ grants }: Draft): readonly PolicyProblem[] {
  return grants.flatMap((grant) => {
    const { through, to, within = '' } = grant.use.args;
    const duration = parseDuration(within);
    if (duration === undefined || (duration.months === 0 && duration.days === 0 && duration.seconds === 0)) return [];
    const names = through.filter((name) => to.some((role) => isExceptional(grant, role, name)));
    return names.map((name) =>
      problemAt(argumentNode(grant.use, 'within'), {
        code: 'EXCEPTIONAL_PROLONGED',
        message: `A grant goes on for ${within} after the exceptional reach "${name}" has ended.`,
        remedy: 'Write `within: "PT0S"`; grant through other reaches by a @disclose of their own.',
      }),
    );
  });
}

function isExceptional({ owners }: GrantDraft, role: string, name: string): boolean {
  return owners.some(({ type }) => type.exceptionals.some(({ args }) => args.role === role && args.name === name));
}

import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** Whose data they are asks for them in person: a machine that held the role would be anybody (GDPR Art. 12(6)). */
export function machinesAreNoPersons({ roles }: Draft): readonly PolicyProblem[] {
  return [...roles.values()].flatMap(({ name, use }) =>
    use?.args.machine === true && use.args.as === 'DATA_SUBJECT'
      ? [
          problemAt(argumentNode(use, 'machine'), {
            code: 'MACHINE_AS_PERSON',
            message: `${name} is the person, and no machine is.`,
            remedy: 'Take `machine` off; a machine that asks in a person’s name gets a token that names both.',
          }),
        ]
      : [],
  );
}

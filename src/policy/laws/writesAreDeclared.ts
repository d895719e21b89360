import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Use } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, WriteDraft } from '../read/draft.js';
import type { Finding } from './law.js';

/** Every mutation says what it writes, to whom and for what, and how many rows at most. */
export function writesAreDeclared(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) => {
    if (write.steps.length === 0) {
      return [
        problemAt(write.node.name, {
          code: 'WRITE_UNDECLARED',
          message: `Mutation.${write.field.name} has no @write.`,
          remedy:
            'Write @write(kind: …, type: "…", to: …, for: …, through: …): mutations are declared, there are no resolvers.',
        }),
      ];
    }
    return [...write.steps.flatMap((step) => stepProblems(draft, write, step)), ...orderProblems(draft, write)];
  });
}

function stepProblems(draft: Draft, write: WriteDraft, step: Use<'write'>): readonly PolicyProblem[] {
  const { args } = step;
  const type = draft.types.get(args.type);
  if (type === undefined) {
    return [
      wrong(write, step, 'type', {
        code: 'WRITE_TYPE_UNKNOWN',
        what: `writes ${args.type}, which has no table`,
        remedy: 'Name a type with a table.',
      }),
    ];
  }
  return [
    ...(type.kind === 'entity'
      ? [
          wrong(write, step, 'type', {
            code: 'NOT_SUPPORTED_YET',
            what: `writes ${args.type}, which is about no person`,
            remedy: 'Nothing says whose it is: load entities by SQL or import.',
          }),
        ]
      : []),
    ...(args.to.length === 0
      ? [
          wrong(write, step, 'to', {
            code: 'GRANT_WITHOUT_ROLE',
            what: 'is for nobody to write',
            remedy: 'Name roles in `to`.',
          }),
        ]
      : []),
    ...(args.for.length === 0
      ? [
          wrong(write, step, 'for', {
            code: 'GRANT_WITHOUT_PURPOSE',
            what: 'is written for nothing',
            remedy: 'Name purposes in `for`.',
          }),
        ]
      : []),
    ...(args.rows < 1
      ? [
          wrong(write, step, 'rows', {
            code: 'ROWS_INVALID',
            what: `takes ${String(args.rows)} rows`,
            remedy: 'Write 1 or more.',
          }),
        ]
      : []),
  ];
}

/** Several @write of one type are several roles' ways; a further type is a further step, which every one of them takes. */
function orderProblems(draft: Draft, write: WriteDraft): readonly PolicyProblem[] {
  const [first] = write.steps;
  const types = [...new Set(write.steps.map(({ args }) => args.type))];
  return write.steps.flatMap((step, index) => {
    const repeats = write.steps
      .slice(0, index)
      .some((other) => other.args.type === step.args.type && overlaps(other, step));
    const isFurther = step.args.type !== first?.args.type;
    return [
      ...(repeats
        ? [
            wrong(write, step, 'to', {
              code: 'WRITE_STEPS_DIFFER',
              what: `writes ${step.args.type} twice for one role and purpose`,
              remedy: 'Keep one @write of a type for each role and purpose.',
            }),
          ]
        : []),
      ...(callersOf(step).some((caller) => !types.every((type) => callersOfType(write, type).includes(caller)))
        ? [
            wrong(write, step, 'to', {
              code: 'WRITE_STEPS_DIFFER',
              what: 'has steps for different roles or purposes',
              remedy: 'Name the same roles and purposes for each type that it writes.',
            }),
          ]
        : []),
      ...(isFurther && !isRecordOfNew(draft, write, step)
        ? [
            wrong(write, step, 'type', {
              code: 'NOT_SUPPORTED_YET',
              what: `writes ${step.args.type} in a further step`,
              remedy: 'A further step can CREATE a record of the person that the first one CREATEs, no more.',
            }),
          ]
        : []),
    ];
  });
}

/** Whether `step` creates a record of the person that the first step creates. */
export function isRecordOfNew(draft: Draft, write: WriteDraft, step: Use<'write'>): boolean {
  const [first] = write.steps;
  const type = draft.types.get(step.args.type);
  return (
    step.args.kind === 'CREATE' &&
    first?.args.kind === 'CREATE' &&
    type?.kind === 'record' &&
    draft.types.get(first.args.type)?.kind === 'subject' &&
    type.subject?.type === first.args.type
  );
}

function overlaps(left: Use<'write'>, right: Use<'write'>): boolean {
  const callers = callersOf(left);
  return callersOf(right).some((caller) => callers.includes(caller));
}

function callersOf({ args }: Use<'write'>): readonly string[] {
  return args.to.flatMap((role) => args.for.map((purpose) => `${role} ${purpose}`));
}

function callersOfType(write: WriteDraft, type: string): readonly string[] {
  return write.steps.filter(({ args }) => args.type === type).flatMap(callersOf);
}

function wrong(
  { field }: WriteDraft,
  step: Use<'write'>,
  argument: 'type' | 'to' | 'for' | 'rows',
  { code, what, remedy }: Finding,
): PolicyProblem {
  return problemAt(argumentNode(step, argument), { code, message: `Mutation.${field.name} ${what}.`, remedy });
}

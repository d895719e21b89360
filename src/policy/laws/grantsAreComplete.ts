import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft, TypeDraft } from '../read/draft.js';
import type { Finding } from './law.js';
import { coordinateOf } from './law.js';

type Argument = 'to' | 'for' | 'through' | 'within' | 'as';

/** A grant says to whom and for what; of a person also through which reach and until when; of an entity neither. */
export function grantsAreComplete(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.flatMap((grant) => [
    ...ofAny(grant),
    ...ofType(grant),
    ...ofPerson(grant),
    ...ofEntity(grant),
    ...ofEmbedded(grant),
  ]);
}

function ofAny(grant: GrantDraft): readonly PolicyProblem[] {
  const { args } = grant.use;
  return [
    ...(args.to.length === 0
      ? [
          wrong(grant, 'to', {
            code: 'GRANT_WITHOUT_ROLE',
            what: 'is to nobody',
            remedy: 'Name the roles in `to`, or take the grant out.',
          }),
        ]
      : []),
    ...(args.for.length === 0
      ? [
          wrong(grant, 'for', {
            code: 'GRANT_WITHOUT_PURPOSE',
            what: 'is for nothing',
            remedy: 'Name the purposes in `for`.',
          }),
        ]
      : []),
  ];
}

/** On a type of persons a grant would give every field, also those that come later. */
function ofType(grant: GrantDraft): readonly PolicyProblem[] {
  const [owner] = grant.owners;
  if (owner === undefined || owner.path !== undefined) return [];
  if (owner.type.kind !== 'entity') {
    return [
      wrong(grant, 'to', {
        code: 'GRANT_ON_PERSON',
        what: 'stands on a whole type of persons',
        remedy: 'Write @disclose on each field.',
      }),
    ];
  }
  return grant.use.args.as === 'EXACT'
    ? []
    : [
        wrong(grant, 'as', {
          code: 'PRECISION_MISFIT',
          what: 'makes every field of a type less precise',
          remedy: 'Write `as` on the fields that it fits.',
        }),
      ];
}

function ofPerson(grant: GrantDraft): readonly PolicyProblem[] {
  if (!mayBeOf(grant, isPerson)) return [];
  const { args } = grant.use;
  // Without a reach the grant is the entity's, if an entity shares the object.
  const isEntitys = args.through.length === 0 && mayBeOf(grant, isEntity);
  if (isEntitys || isOnType(grant)) return [];
  return [
    ...(args.through.length === 0
      ? [
          wrong(grant, 'through', {
            code: 'GRANT_WITHOUT_THROUGH',
            what: 'goes through no reach',
            remedy: 'Name reaches of the type in `through`.',
          }),
        ]
      : []),
    ...(args.within === undefined
      ? [
          wrong(grant, 'within', {
            code: 'GRANT_WITHOUT_WINDOW',
            what: 'has no end',
            remedy: 'Write `within`: "PT0S" ends it with the link, "P3M" three months later.',
          }),
        ]
      : []),
  ];
}

function ofEntity(grant: GrantDraft): readonly PolicyProblem[] {
  const { args } = grant.use;
  if (mayBeOf(grant, isPerson) || (args.through.length === 0 && args.within === undefined)) return [];
  const argument = args.through.length > 0 ? 'through' : 'within';
  return [
    wrong(grant, argument, {
      code: 'ENTITY_GRANT_WITH_REACH',
      what: 'has a reach and is about no person',
      remedy: 'Take `through` and `within` off.',
    }),
  ];
}

function ofEmbedded(grant: GrantDraft): readonly PolicyProblem[] {
  const isEmbedded = grant.owners.some(({ type, path }) => type.fields.get(path ?? '')?.model.kind === 'embedded');
  return isEmbedded
    ? [
        wrong(grant, 'to', {
          code: 'EMBEDDED_TAKES_MEMBERS',
          what: 'stands on an embedded object',
          remedy: 'Write @disclose on its members.',
        }),
      ]
    : [];
}

function isOnType({ owners }: GrantDraft): boolean {
  return owners.every(({ path }) => path === undefined);
}

function mayBeOf({ owners }: GrantDraft, is: (type: TypeDraft) => boolean): boolean {
  return owners.some(({ type }) => is(type));
}

function isPerson({ kind }: TypeDraft): boolean {
  return kind !== 'entity';
}

function isEntity({ kind }: TypeDraft): boolean {
  return kind === 'entity';
}

function wrong(grant: GrantDraft, argument: Argument, { code, what, remedy }: Finding): PolicyProblem {
  const message = `A grant of ${coordinateOf(grant)} ${what}.`;
  return problemAt(argumentNode(grant.use, argument), { code, message, remedy });
}

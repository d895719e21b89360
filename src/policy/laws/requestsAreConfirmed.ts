import type { ASTNode } from 'graphql';
import { parseDuration } from '../../kernel/duration.js';
import { reachesThrough } from '../ownReach.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, ReachDraft, RequestDraft } from '../read/draft.js';
import { resolvePath } from '../read/paths.js';
import type { Finding } from './law.js';
import { amountsOf, broughtProblems } from './matchesAreBounded.js';
import { settingNode } from './noOwnReach.js';

/**
 * A first contact makes a link that its author could not make (law 4): so somebody else answers, the person or a role that
 * reaches it otherwise; the link is the author's own and nobody else's, names no person's record, and ends.
 */
export function requestsAreConfirmed(draft: Draft): readonly PolicyProblem[] {
  return draft.requests.flatMap((request) => [
    ...shapeOf(draft, request),
    ...nameOf(draft, request),
    ...recordOf(draft, request),
    ...answerersOf(draft, request),
    ...amountsOf(request.use.args.misses, claimsOf(draft, request)).map((finding) =>
      wrong(request, argumentNode(request.use, 'misses'), finding),
    ),
    ...broughtProblems(draft, request.use.args.by, request.named).map(({ node, ...finding }) =>
      wrong(request, node ?? request.node.name, finding),
    ),
  ]);
}

function shapeOf(draft: Draft, request: RequestDraft): readonly PolicyProblem[] {
  const { field, node, use } = request;
  const { to, for: purposes, expires } = use.args;
  const has = (name: string): boolean => node.directives?.some((each) => each.name.value === name) ?? false;
  const duration = parseDuration(expires);
  return [
    ...(String(field.type) === 'LinkRequestState!' && !has('write')
      ? []
      : [
          wrong(request, node.name, {
            code: 'REQUEST_SHAPE',
            what: has('write') ? 'has @write and @request' : `gives ${String(field.type)}`,
            remedy: 'Write LinkRequestState!, and @request alone: the answer is always PENDING.',
          }),
        ]),
    ...(to.length === 0
      ? [
          wrong(request, argumentNode(use, 'to'), {
            code: 'GRANT_WITHOUT_ROLE',
            what: 'is for nobody',
            remedy: 'Name roles.',
          }),
        ]
      : []),
    ...(purposes.length === 0
      ? [
          wrong(request, argumentNode(use, 'for'), {
            code: 'GRANT_WITHOUT_PURPOSE',
            what: 'is for nothing',
            remedy: 'Name purposes.',
          }),
        ]
      : []),
    ...(duration !== undefined && duration.months + duration.days + duration.seconds <= 0
      ? [
          wrong(request, argumentNode(use, 'expires'), {
            code: 'REQUEST_SHAPE',
            what: 'expires at once',
            remedy: 'Write how long the person has to answer: "P14D".',
          }),
        ]
      : []),
    ...to
      .filter((role) => draft.roles.get(role)?.use?.args.as === 'DATA_SUBJECT')
      .map((role) =>
        wrong(request, argumentNode(use, 'to'), {
          code: 'REQUEST_CONFIRMS_ITSELF',
          what: `lets ${role} ask, which is the person that answers`,
          remedy: 'Take it out.',
        }),
      ),
  ];
}

/** The misses of each are counted for `ROLE:name`: of one name, a match and a request would spend each other's. */
function nameOf({ matches }: Draft, request: RequestDraft): readonly PolicyProblem[] {
  const { field, node, use } = request;
  const isTaken = matches.some(
    (match) => match.field.name === field.name && match.use.args.to.some((role) => use.args.to.includes(role)),
  );
  const finding = {
    code: 'REQUEST_SHAPE',
    what: 'has the name of a match of the same role',
    remedy: 'Give it a name of its own.',
  } as const;
  return isTaken ? [wrong(request, node.name, finding)] : [];
}

/** The record links its author to the person, and sets nothing but the author's claim and entities. */
function recordOf(draft: Draft, request: RequestDraft): readonly PolicyProblem[] {
  const { use, settings, constants } = request;
  const { type, to } = use.args;
  if (draft.types.get(type)?.kind !== 'record') {
    const remedy = 'Name the @record that links.';
    return [
      wrong(request, argumentNode(use, 'type'), {
        code: 'WRITE_TYPE_UNKNOWN',
        what: `makes a ${type}, which is no record`,
        remedy,
      }),
    ];
  }
  const links = to.flatMap((role) => linksOf(draft, request, role));
  return [
    ...to
      .filter((role) => linksOf(draft, request, role).length === 0)
      .map((role) =>
        wrong(request, argumentNode(use, 'to'), {
          code: 'REQUEST_LINKS_NOBODY',
          what: `makes a ${type}, through which ${role} reaches no person`,
          remedy: `Write a @reach of ${role} through the table of ${type}, or take ${role} out.`,
        }),
      ),
    ...links
      .filter((link) => !isItsAuthors(draft, request, link))
      .map(({ use: { args } }) =>
        wrong(request, use.node, {
          code: 'REQUEST_FOR_ANOTHER',
          what: `does not say whose the link "${args.name}" of ${args.role} is`,
          remedy: `Write @sets(field: …, claim: ${args.claim}) for the column ${args.column}, and let no argument set it.`,
        }),
      ),
    ...[...settings, ...constants].flatMap((setting) => {
      const found = resolvePath(draft, type, setting.path);
      const node = settingNode(request, setting);
      const isBrought = setting.argument !== undefined;
      if (found === undefined || found.kind === 'id')
        return [
          wrong(request, node, {
            code: 'FIELD_UNKNOWN',
            what: `sets ${setting.path}, which is no field of ${type}`,
            remedy: 'Name a field of the record, or one of `by`.',
          }),
        ];
      const isEntity = found.kind === 'relation' && draft.types.get(found.model.target)?.kind === 'entity';
      const states = setting.use?.args.value !== undefined || setting.use?.args.claim !== undefined;
      if (isBrought ? isEntity && !states : states) return [];
      return [
        wrong(request, node, {
          code: 'REQUEST_SHAPE',
          what: isBrought ? `lets its author bring ${setting.path}` : `sets ${setting.path} to nothing`,
          remedy: 'An argument brings a relation to an entity; @sets on the field states a `value` or a `claim`.',
        }),
      ];
    }),
  ];
}

function claimsOf(draft: Draft, request: RequestDraft): readonly string[] {
  return request.use.args.to.flatMap((role) => linksOf(draft, request, role)).map(({ use }) => use.args.claim);
}

function linksOf(draft: Draft, { use, subject }: RequestDraft, role: string): readonly ReachDraft[] {
  return reachesThrough(draft, use.args.type).filter((reach) => reach.type === subject && reach.use.args.role === role);
}

/** The author's own claim says whose the link is; nobody brings it. */
function isItsAuthors(draft: Draft, { use, settings, constants }: RequestDraft, link: ReachDraft): boolean {
  const sets = (path: string): boolean => {
    const found = resolvePath(draft, use.args.type, path);
    return (found?.kind === 'value' || found?.kind === 'relation') && found.model.column === link.use.args.column;
  };
  return (
    !settings.some(({ path }) => sets(path)) &&
    constants.some((constant) => sets(constant.path) && constant.use?.args.claim === link.use.args.claim)
  );
}

function answerersOf(draft: Draft, request: RequestDraft): readonly PolicyProblem[] {
  const { use, subject } = request;
  const { confirm, to, type } = use.args;
  const person = draft.types.get(subject ?? '');
  if (person === undefined) return [];
  const node = argumentNode(use, 'confirm');
  const table = draft.types.get(type)?.table;
  const answering = person.reaches.filter(({ use: { args } }) => confirm.includes(args.name));
  const isOfPerson = ({ use: { args } }: ReachDraft): boolean =>
    args.claim === 'SUBJECT' && draft.roles.get(args.role)?.use?.args.as === 'DATA_SUBJECT';
  const wrongWith = (finding: Finding, at: ASTNode = node): PolicyProblem => wrong(request, at, finding);
  return [
    ...confirm
      .filter((name) => !answering.some((reach) => reach.use.args.name === name))
      .map((name) =>
        wrongWith({
          code: 'REACH_UNKNOWN',
          what: `is confirmed through "${name}", a reach that nobody has on ${person.name}`,
          remedy: `Name a @reach of ${person.name}.`,
        }),
      ),
    ...answering
      .filter(({ use: { args } }) => to.includes(args.role))
      .map(({ use: { args } }) =>
        wrongWith({
          code: 'REQUEST_CONFIRMS_ITSELF',
          what: `lets ${args.role} ask, which confirms through "${args.name}"`,
          remedy: 'Let another role confirm, or the person alone.',
        }),
      ),
    ...answering
      .filter(({ use: { args } }) => args.through === table)
      .map(({ use: { args } }) =>
        wrongWith({
          code: 'REQUEST_CONFIRMS_ITSELF',
          what: `makes the link "${args.name}", through which it is confirmed`,
          remedy: 'Let who reaches the person otherwise confirm.',
        }),
      ),
    ...(answering.length === 0 && !person.reaches.some(isOfPerson)
      ? [
          wrongWith(
            {
              code: 'REQUEST_ANSWERED_BY_NOBODY',
              what: 'is answered by nobody',
              remedy: 'Name a reach in `confirm`, or give the person a role with a SUBJECT reach.',
            },
            use.node,
          ),
        ]
      : []),
  ];
}

function wrong({ field }: RequestDraft, node: ASTNode, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(node, { code, message: `Mutation.${field.name} ${what}.`, remedy });
}

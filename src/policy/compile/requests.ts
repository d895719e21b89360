/** From the draft's fields that name persons to their models, and which role answers for whom. */
import { invariant } from '../../kernel/invariant.js';
import type { BroughtValue, MatchModel, Party, Reach, RequestModel } from '../compiled.js';
import { reachesThrough } from '../ownReach.js';
import type { Draft, MatchDraft, RequestDraft, SettingDraft } from '../read/draft.js';
import { compileAllowance } from './amounts.js';
import { typeOf } from './drafted.js';
import { durationOf } from './models.js';

export function compileMatches({ matches }: Draft): ReadonlyMap<string, MatchModel> {
  return new Map(matches.map((match) => [match.field.name, compileMatch(match)]));
}

function compileMatch({ field, use: { args }, settings }: MatchDraft): MatchModel {
  return Object.freeze({
    name: field.name,
    description: field.description ?? '',
    type: args.type,
    on: args.on,
    brought: Object.freeze(settings.map(broughtValue)),
    to: args.to,
    purposes: args.for,
    through: args.through,
    misses: Object.freeze(args.misses.map(compileAllowance)),
  });
}

export function compileRequests(draft: Draft): ReadonlyMap<string, RequestModel> {
  return new Map(draft.requests.map((request) => [request.field.name, compileRequest(draft, request)]));
}

function compileRequest(draft: Draft, { field, use: { args }, subject, ...drafted }: RequestDraft): RequestModel {
  invariant(subject !== undefined, `${args.type} is of a person`);
  return Object.freeze({
    name: field.name,
    description: field.description ?? '',
    type: args.type,
    subject,
    by: args.by,
    named: Object.freeze(drafted.named.map(broughtValue)),
    brought: Object.freeze(drafted.settings.map(broughtValue)),
    constants: Object.freeze(
      drafted.constants.map(({ path, use }) => ({ field: path, value: use.args.value, claim: use.args.claim })),
    ),
    starts: startsOf(draft, args.type),
    to: args.to,
    purposes: args.for,
    confirm: args.confirm,
    expires: durationOf(args.expires),
    misses: Object.freeze(args.misses.map(compileAllowance)),
  });
}

function broughtValue({ argument, input, path }: SettingDraft): BroughtValue {
  invariant(argument, 'a brought value comes by an argument');
  return Object.freeze({ argument: argument.name, path: input === undefined ? [] : input.path.split('.'), sets: path });
}

/** Fields over the columns by which any reach through the record starts. */
function startsOf(draft: Draft, name: string): readonly string[] {
  const columns = new Set(reachesThrough(draft, name).map(({ use }) => use.args.starts));
  const { fields } = typeOf(draft, name);
  return Object.freeze(
    [...fields.values()].flatMap(({ model }) =>
      model.kind === 'value' && columns.has(model.column) ? [model.path] : [],
    ),
  );
}

/** The person answers for itself; who accompanies it answers through a reach that the request names. */
export function answeredRequests(
  requests: ReadonlyMap<string, RequestModel>,
  party: Party,
  reaches: ReadonlyMap<string, readonly Reach[]>,
): ReadonlyMap<string, readonly Reach[]> {
  const answers = new Map<string, readonly Reach[]>();
  for (const { name, subject, confirm } of requests.values()) {
    const own = (reaches.get(subject) ?? []).filter((reach) =>
      party === 'DATA_SUBJECT' ? reach.claim === 'SUBJECT' : confirm.includes(reach.name),
    );
    if (own.length > 0) answers.set(name, Object.freeze(own));
  }
  return answers;
}

/** Joins a template with the variables of one request: rows within their bound, the idempotency key, the cost. */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Asking } from './asking.js';
import { bindRequest, givenArguments, requireCost } from './bindOperation.js';
import { canonicalText } from './canonicalText.js';
import type { Reading } from './reading.js';
import { mergedReading } from './reading.js';
import { bindRequestOf } from './requesting.js';
import { reasonArgument } from '../policy/naming.js';
import { requireAdmittedOpening, requireAdmittedWrite } from './requireAdmitted.js';
import type {
  GivenRow,
  MutationPlan,
  MutationTemplate,
  OpeningTemplate,
  Setting,
  WriteRequest,
  WriteTemplate,
} from './writePlan.js';

type Arguments = Readonly<Record<string, unknown>>;

/** A key is a UUID or a name for a file and month, not a document. */
const longestKey = 200;

/** @throws Refused ARGUMENT_INVALID, TOO_MANY_ROWS, COST_TOO_HIGH, and as `requireAdmittedWrite`. */
export function bindMutation(template: MutationTemplate, variables: Arguments, asking: Asking): MutationPlan {
  if (template.opening !== undefined) return bindOpening(template, template.opening, variables, asking);
  const writes = template.writes.map((write) => bindWrite(write, variables));
  const asked = template.requests.map((request) =>
    bindRequestOf(request, givenArguments(request.definition, request.node, variables)),
  );
  const named = asked.reduce((sum, { values, ids }) => sum + values.wanted.length + ids.size, 0);
  const cost = writes.reduce((sum, write) => sum + costOf(write), named);
  requireCost(cost, template.bound, 'write');
  const reading = mergedReading([...writes.map(readingOfRequest), ...template.requests.map((each) => each.reading)]);
  // Who names a person tries whether it is there: where only handing in is open, that is not.
  const readsRows = asked.length > 0 || template.writes.some((write) => write.readsRows);
  if (writes.length + asked.length > 0) requireAdmittedWrite({ ...reading, readsRows }, asking);
  return Object.freeze({ writes: Object.freeze(writes), asked: Object.freeze(asked), opening: undefined, ...reading });
}

/** A reason is a word of the policy, or a sentence. */
const longestReason = 200;

function bindOpening(
  { bound }: MutationTemplate,
  template: OpeningTemplate,
  variables: Arguments,
  asking: Asking,
): MutationPlan {
  const given = givenArguments(template.definition, template.node, variables);
  const readBacks = template.payload.map(({ operation }) => bindRequest(operation, variables));
  const read = readBacks.reduce((cost, plan) => cost + plan.cost, 0);
  requireCost(template.wanted.length + read, bound, 'open');
  requireAdmittedOpening(template.reading, asking);
  const wanted = template.wanted.map(({ argument, field }) => ({ field, value: given[argument] }));
  const reason = reasonOf(template, given[reasonArgument]);
  return Object.freeze({
    writes: [],
    asked: [],
    opening: { template, wanted, reason, readBacks },
    ...template.reading,
  });
}

function reasonOf({ name }: OpeningTemplate, given: unknown): string {
  const reason = String(given).trim();
  if (reason.length > 0 && reason.length <= longestReason && !/\p{Cc}/u.test(reason)) return reason;
  throw refuse(
    'ARGUMENT_INVALID',
    `${name}(${reasonArgument}:) takes a line of 1 to ${String(longestReason)} characters.`,
  );
}

/** An input that no row gives sets nothing. */
function readingOfRequest({ template, rows }: WriteRequest): Reading {
  const settings = [template.step, ...template.following].flatMap((step) => step.settings);
  const values = rows.map((row) => row.flat());
  const given = settings.filter((_, index) => values.some((row) => row[index] !== undefined));
  const coordinates = given.flatMap((setting) => setting.coordinates);
  return mergedReading([template.reading, { coordinates, stepUp: [] }]);
}

function bindWrite(template: WriteTemplate, variables: Arguments): WriteRequest {
  const given = givenArguments(template.definition, template.node, variables);
  const named = Object.entries(given);
  const key = named.find(([name]) => name === template.keyArgument)?.[1];
  const others = Object.fromEntries(named.filter(([name]) => name !== template.keyArgument));
  return Object.freeze({
    template,
    key: keyOf(template, key),
    rows: rowsOf(template, given),
    canonical: canonicalText(others),
    readBacks: template.payload.map(({ operation }) => bindRequest(operation, variables)),
  });
}

function keyOf({ name, keyArgument }: WriteTemplate, key: unknown): string | undefined {
  if (keyArgument === undefined || key === undefined || key === null) return undefined;
  if (typeof key === 'string' && key.length > 0 && key.length <= longestKey) return key;
  throw refuse('ARGUMENT_INVALID', `${name}(${keyArgument}:) takes 1 to ${String(longestKey)} characters.`);
}

function rowsOf({ name, rows, step, following }: WriteTemplate, given: Arguments): readonly GivenRow[] {
  const settings = [step, ...following].map((each) => each.settings);
  if (rows === undefined) return [rowOf(settings, given)];
  const list = given[rows.argument];
  invariant(Array.isArray(list), 'an argument of rows is a list');
  if (list.length > rows.atMost) {
    throw refuse(
      'TOO_MANY_ROWS',
      `${name}(${rows.argument}:) takes ${String(rows.atMost)} rows at most, not ${String(list.length)}.`,
      { cap: rows.atMost },
    );
  }
  return list.map((row: unknown) => rowOf(settings, { ...given, [rows.argument]: row }));
}

function rowOf(settings: readonly (readonly Setting[])[], given: Arguments): GivenRow {
  return settings.map((each) => each.map(({ argument, path }) => valueAt(given[argument], path)));
}

/** Undefined where nothing was given; null where null was, or an object on the way. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return at;
    at = Object.hasOwn(at, name) ? (at as Arguments)[name] : undefined;
  }
  return at;
}

function costOf({ template, rows, readBacks }: WriteRequest): number {
  const settings = [template.step, ...template.following].reduce((count, step) => count + step.settings.length, 0);
  const read = readBacks.reduce((cost, plan) => cost + plan.cost, 0);
  return rows.length * (Math.max(1, settings) + read);
}

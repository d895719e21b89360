/** A FIND: from what the caller brings to a token of the blind index, and from the candidates to at most one row. */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { RootRequest } from '../plan/requestPlan.js';
import type { BlindIndexModel, ObjectModel, ValueField } from '../policy/compiled.js';
import { validateScalar } from '../vault/validateScalar.js';
import type { Disclosure } from './disclosureContext.js';
import type { OpenedPage } from './pages.js';

type FindRequest = Extract<RootRequest, { kind: 'find' }>;

/** The values that a caller brings, one for each field of the index. */
export interface WantedValues {
  readonly index: BlindIndexModel;
  readonly wanted: readonly { readonly field: ValueField; readonly value: unknown }[];
}

/**
 * Tells the observer of it before anybody knows whom it finds.
 *
 * @throws Refused ARGUMENT_INVALID, naming the field whose value has not its form.
 */
export function lookupToken(context: Disclosure, model: ObjectModel, request: WantedValues): Buffer {
  const token = context.rooms.indexes.of(model, request.index).of(wantedInOrder(request));
  context.rooms.lookups?.looked({ table: model.table, column: request.index.column, token }, context.caller);
  return token;
}

/**
 * Compares inside the corridor what the index only hinted at: a false positive never leaves, and two persons who both
 * match are no match.
 */
export function matchingRows(context: Disclosure, request: FindRequest, page: OpenedPage): readonly number[] {
  const index = context.rooms.indexes.of(page.fetched.selection.rows.model, request.index);
  const wanted = wantedInOrder(request);
  const matches = page.shown.filter((row) => {
    const held = heldInOrder(request, page, row);
    return held !== undefined && index.matches(wanted, held);
  });
  return matches.length === 1 ? matches : [];
}

function wantedInOrder(request: WantedValues): readonly ScalarValue[] {
  return inOrder(request).map(({ field, value }) => {
    const validated = validateScalar(field, value);
    if (validated.valid) return validated.value;
    throw refuse('ARGUMENT_INVALID', `${field.path} has not the form of ${field.typeName}.`);
  });
}

/** Undefined when a value is missing or withheld: nothing is compared with what may not be read. */
function heldInOrder(request: FindRequest, page: OpenedPage, row: number): readonly ScalarValue[] | undefined {
  const held: ScalarValue[] = [];
  for (const { column } of inOrder(request)) {
    const value = page.columns[column]?.[row];
    if (value === null || value === undefined) return undefined;
    held.push(value);
  }
  return held;
}

function inOrder<Request extends WantedValues>(request: Request): Request['wanted'] {
  return request.index.fields.map((path) => {
    const wanted = request.wanted.find(({ field }) => field.path === path);
    invariant(wanted, 'a lookup holds each field of its index');
    return wanted;
  });
}

/**
 * Last stage of a write: whose rows were written, and what of them, into the ledger and in the write's own transaction. When the
 * payload will show the rows, their persons are spent here: a write that could not be answered is taken back whole.
 */
import { headOf } from '../../ledger/entry.js';
import type { WriteTemplate } from '../../plan/writePlan.js';
import type { ObjectModel } from '../../policy/compiled.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import { GatheredShapes } from '../gatheredShapes.js';
import { recordOperation } from '../record.js';
import type { SealedRow, SealedStep, Written, WrittenRows } from './tickets.js';

/** @throws Refused BUDGET_EXHAUSTED; Failure STORE_UNAVAILABLE. */
export async function recordWrite(
  context: Disclosure,
  session: Session,
  { template }: { readonly template: Pick<WriteTemplate, 'name' | 'readsRows'> },
  { written, taken }: WrittenRows,
): Promise<Written> {
  const gathered = new GatheredShapes();
  for (const step of taken.flatMap(stepsOf)) {
    if (step.subject !== undefined) gathered.add(step.subject, shapeOf(step));
  }
  const head = headOf(context.caller, {
    kind: 'WRITE',
    operation: `Mutation.${template.name}`,
    policy: context.rooms.policy.digest.slice(0, 16),
  });
  const isFree = !template.readsRows;
  await recordOperation(context, { ...gathered.disclosed(), head, probes: [], held: [], isFree }, session);
  return written;
}

function stepsOf({ step, following }: SealedRow): readonly SealedStep[] {
  return [step, ...following];
}

/** The fields that are set: columns beside them (a time, an index) are the store's own. */
function shapeOf({ writing, values }: SealedStep): readonly string[] {
  return [...values.keys()].flatMap((column) => coordinateOf(writing.model, column) ?? []).toSorted();
}

function coordinateOf(model: ObjectModel, column: string): string | undefined {
  for (const field of model.fields.values()) {
    if ((field.kind === 'value' || field.kind === 'relation') && field.column === column)
      return `${model.name}.${field.path}`;
  }
  return undefined;
}

/** The record that a first contact asked for: admitted by the reach of who answers, then sealed, written and recorded as any CREATE. */
import { invariant } from '../../kernel/invariant.js';
import type { ScalarValue } from '../../kernel/scalar.js';
import { parseUuid, uuidBytes } from '../../kernel/uuid.js';
import type { LinkStep } from '../../plan/requesting.js';
import { linkStep } from '../../plan/requesting.js';
import { requireRunning } from '../../plan/requireAdmitted.js';
import type { RelationField, ValueField } from '../../policy/compiled.js';
import type { Session } from '../../store/session.js';
import { validateScalar } from '../../vault/validateScalar.js';
import type { Disclosure } from '../disclosureContext.js';
import { reachedRows } from '../write/reachedRows.js';
import { constantValue } from '../write/readValues.js';
import { recordWrite } from '../write/recordWrite.js';
import { sealRows } from '../write/sealRows.js';
import type { HeldRow, StepValues } from '../write/tickets.js';
import { writeRows } from '../write/writeRows.js';
import type { OpenRequest } from './requestRows.js';

/**
 * What was written, by the names of its fields; undefined, and nothing written, when policy or store take no such record any more.
 *
 * @throws Refused FIELD_STOPPED
 */
export async function makeLink(
  context: Disclosure,
  session: Session,
  row: OpenRequest,
): Promise<readonly string[] | undefined> {
  const { policy } = context.rooms;
  const role = policy.roles.get(context.caller.role);
  const made = role === undefined ? undefined : linkStep(policy, role, row.request);
  if (made === undefined) return undefined;
  requireRunning(made, context.caller);
  const values = stepValues(context, made, row);
  if (values === undefined) return undefined;
  const held = await heldPerson(context, session, made, row.person);
  if (held === undefined) return undefined;
  const admitted = { rows: [{ index: 0, step: values, following: [], held }], errors: [] };
  const rows = await writeRows(context, session, sealRows(context, admitted));
  if (rows.taken.length === 0) return undefined;
  await recordWrite(context, session, { template: { name: 'answerLinkRequest', readsRows: false } }, rows);
  return made.coordinates;
}

/** Reached, locked, and reached still: as every write holds its person. */
async function heldPerson(
  context: Disclosure,
  session: Session,
  { step }: LinkStep,
  person: string,
): Promise<HeldRow | undefined> {
  const uuid = parseUuid(person);
  invariant(uuid !== undefined && step.person !== undefined, 'a record of a person is made for a person');
  const key = uuidBytes(uuid).toString('hex');
  if (!(await reachedRows(context, session, step.person, [key])).has(key)) return undefined;
  await context.rooms.writer.lockPersons(session, step.person.model, [key]);
  return (await reachedRows(context, session, step.person, [key])).get(key);
}

/** Undefined when what was kept is not what the policy asks for now. */
function stepValues(context: Disclosure, { step, starts, kept }: LinkStep, row: OpenRequest): StepValues | undefined {
  const values = new Map<ValueField, ScalarValue | null>();
  const relations = new Map<RelationField, string | null>();
  const set = (field: ValueField | RelationField, value: ScalarValue): void => {
    if (field.kind === 'value') values.set(field, value);
    else relations.set(field, String(value));
  };
  for (const field of kept) {
    const value = row.values[field.path];
    if (value === undefined) return undefined;
    set(field, value);
  }
  for (const constant of step.constants) set(constant.field, constantValue(context, constant));
  for (const field of starts) set(field, startOf(context, field));
  return {
    plan: step,
    row: undefined,
    version: undefined,
    person: row.person,
    values,
    relations,
    conditions: new Map(),
  };
}

/** It starts when it is accepted, whatever the store would write by itself: today, wherever the day has begun. */
function startOf({ now, reading }: Disclosure, field: ValueField): ScalarValue {
  const given = field.scalar === 'Date' ? reading.times.startedDay : new Date(now).toISOString();
  const validated = validateScalar(field, given);
  invariant(validated.valid, 'an instant has the form of its field');
  return validated.value;
}

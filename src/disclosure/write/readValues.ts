/** What a caller brings, in canonical form, row by row; a value that has not its form is named by its input alone. */
import { invariant } from '../../kernel/invariant.js';
import { refuse } from '../../kernel/refusal.js';
import type { ScalarValue } from '../../kernel/scalar.js';
import { parseUuid, uuidBytes } from '../../kernel/uuid.js';
import type { Constant } from '../../plan/constant.js';
import type { GivenRow, Setting, StepPlan, WriteRequest } from '../../plan/writePlan.js';
import type { RelationField, ValueField } from '../../policy/compiled.js';
import { validateScalar } from '../../vault/validateScalar.js';
import type { Disclosure } from '../disclosureContext.js';
import { decodeId } from '../ids.js';
import type { RowCode, RowError } from './rowCodes.js';
import type { ConditionTarget, GivenValues, StepValues } from './tickets.js';

export interface ReadRows {
  readonly rows: readonly GivenValues[];
  readonly errors: readonly RowError[];
}

/** @throws Refused FORBIDDEN when the token lacks a claim that the write sets. */
export function readValues(context: Disclosure, request: WriteRequest): ReadRows {
  const { step, following } = request.template;
  const plans = [step, ...following].map((plan) => ({ plan, constants: constantValues(context, plan) }));
  const rows: GivenValues[] = [];
  const errors: RowError[] = [];
  request.rows.forEach((given, index) => {
    const codes = new Set<RowCode>();
    const [first, ...others] = plans.map((each, at) => stepValues(context, each, given[at] ?? [], codes));
    invariant(first, 'a write has a step');
    if (codes.size === 0) rows.push({ index, step: first, following: others });
    for (const code of codes) errors.push({ row: index, code });
  });
  return { rows, errors };
}

interface PlannedStep {
  readonly plan: StepPlan;
  readonly constants: ReadonlyMap<ValueField | RelationField, ScalarValue>;
}

function stepValues(
  context: Disclosure,
  { plan, constants }: PlannedStep,
  given: GivenRow[number],
  codes: Set<RowCode>,
): StepValues {
  const reader = new StepReader(context, plan, codes);
  plan.settings.forEach((setting, index) => {
    reader.take(setting, given[index]);
  });
  for (const [field, value] of constants) reader.set(field, value);
  return reader.read();
}

class StepReader {
  readonly #context: Disclosure;
  readonly #plan: StepPlan;
  readonly #codes: Set<RowCode>;
  readonly #values = new Map<ValueField, ScalarValue | null>();
  readonly #relations = new Map<RelationField, string | null>();
  readonly #conditions = new Map<ConditionTarget, ScalarValue>();
  #row: string | undefined;
  #version: string | undefined;
  #person: string | undefined;

  constructor(context: Disclosure, plan: StepPlan, codes: Set<RowCode>) {
    this.#context = context;
    this.#plan = plan;
    this.#codes = codes;
  }

  take(setting: Setting, given: unknown): void {
    const { sets, input } = setting;
    switch (sets.kind) {
      case 'row':
        this.#row = this.#requiredKey(input, sets.type, given);
        return;
      case 'version':
        if (typeof given === 'string') this.#version = given;
        return;
      case 'person':
        this.#person = this.#requiredKey(input, sets.field.target, given);
        return;
      case 'relation':
        this.#takeRelation(sets.field, given);
        return;
      case 'condition':
        if (given !== undefined && given !== null) this.#takeCondition(input, sets, given);
        return;
      case 'value':
        this.#takeValue(input, sets.field, given);
    }
  }

  /** A constant or a claim: it wins over what a caller brings. */
  set(field: ValueField | RelationField, value: ScalarValue): void {
    if (field.kind === 'value') this.#values.set(field, value);
    else this.#relations.set(field, String(value));
  }

  read(): StepValues {
    return {
      plan: this.#plan,
      row: this.#row,
      version: this.#version,
      person: this.#person,
      values: this.#values,
      relations: this.#relations,
      conditions: this.#conditions,
    };
  }

  #takeRelation(field: RelationField, given: unknown): void {
    if (given === undefined) return;
    if (given !== null) this.#relations.set(field, this.#key(field.target, given));
    else if (this.#emptiesWithNull()) this.#relations.set(field, null);
  }

  #takeCondition(input: string, sets: ConditionTarget, given: unknown): void {
    const { field } = sets;
    const value = field.kind === 'relation' ? this.#key(field.target, given) : this.#canonical(input, field, given);
    if (value !== undefined) this.#conditions.set(sets, value);
  }

  #takeValue(input: string, field: ValueField, given: unknown): void {
    if (given === undefined) return;
    if (given !== null) {
      const value = this.#canonical(input, field, given);
      if (value !== undefined) this.#values.set(field, value);
    } else if (this.#mustStay(field)) {
      this.#codes.add(`${input}:REQUIRED`);
    } else if (this.#emptiesWithNull()) {
      this.#values.set(field, null);
    }
  }

  /** A new row takes the store's default for what is null; a row that is there loses the value. */
  #emptiesWithNull(): boolean {
    return this.#plan.writing.kind !== 'CREATE';
  }

  /** An END never takes an end back. */
  #mustStay(field: ValueField): boolean {
    return this.#plan.writing.shortens.includes(field.column) || (field.required && this.#emptiesWithNull());
  }

  #requiredKey(input: string, type: string, given: unknown): string | undefined {
    if (given !== undefined && given !== null) return this.#key(type, given);
    this.#codes.add(`${input}:REQUIRED`);
    return undefined;
  }

  /** An ID comes as text; what it stands for is decided by the caller's own scope. */
  #key(type: string, given: unknown): string {
    return decodeId(this.#context, type, typeof given === 'string' ? given : '');
  }

  #canonical(input: string, field: ValueField, given: unknown): ScalarValue | undefined {
    const validation = validateScalar(field, given instanceof Date ? given.toISOString() : given);
    if (validation.valid) return validation.value;
    this.#codes.add(`${input}:${validation.reason}`);
    return undefined;
  }
}

/** What the write itself sets, the same for every row. */
function constantValues(context: Disclosure, plan: StepPlan): PlannedStep['constants'] {
  return new Map(plan.constants.map((constant) => [constant.field, constantValue(context, constant)]));
}

export function constantValue(context: Disclosure, { field, from }: Constant): ScalarValue {
  if ('value' in from) {
    invariant(field.kind === 'value', 'a constant is a value');
    const validation = validateScalar(field, from.value);
    invariant(validation.valid, `the constant of ${field.coordinate} has its form`);
    return validation.value;
  }
  const claim = context.caller.claims[from.claim];
  const value = claim === undefined ? undefined : claimValue(field, claim);
  if (value === undefined) throw refuse('FORBIDDEN', `This write needs the claim ${from.claim} in the token.`);
  return value;
}

/** A relation is set to the row that the claim names by its key, as a @reach compares it. */
function claimValue(field: ValueField | RelationField, claim: string): ScalarValue | undefined {
  if (field.kind === 'relation') {
    const uuid = parseUuid(claim);
    return uuid === undefined ? undefined : uuidBytes(uuid).toString('hex');
  }
  const validation = validateScalar(field, claim);
  return validation.valid ? validation.value : undefined;
}

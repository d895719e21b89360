/** A lending library whose mutations have every shape that a write can take, and what no SDL could make of it. */
import { fileURLToPath } from 'node:url';
import type { CompiledPolicy, WriteModel, WriteStep } from '../../src/policy/compiled.js';
import { compiled } from '../support/policies.js';

export const lending = compiled(fileURLToPath(new URL('../disclosure/writeStore', import.meta.url)));

export const librarian = { role: 'LIBRARIAN', purpose: 'LENDING' } as const;
export const registrar = { role: 'REGISTRAR', purpose: 'FILING' } as const;

export function writeOf(name: string, policy = lending): WriteModel {
  const write = policy.writes.get(name);
  if (write === undefined) throw new Error(`no write ${name}`);
  return write;
}

/** Of a write that makes a person, and a record of it. */
export function twoStepsOf(name: string): readonly [person: WriteStep, record: WriteStep] {
  const [person, record] = writeOf(name).steps;
  if (person === undefined || record === undefined) throw new Error(`${name} has one step`);
  return [person, record];
}

/** The policy with a write, or the first step of it, changed after it was compiled. */
export function bent(
  name: string,
  change: { readonly write?: Partial<WriteModel>; readonly step?: Partial<WriteStep> },
): CompiledPolicy {
  const write = writeOf(name);
  const steps = write.steps.map((step, index) => (index === 0 ? { ...step, ...change.step } : step));
  return { ...lending, writes: new Map([...lending.writes, [name, { ...write, steps, ...change.write }]]) };
}

/** The policy with what an input of a write sets changed after it was compiled. */
export function setting(name: string, input: string, sets: string): CompiledPolicy {
  const given = writeOf(name).arguments.map((argument) => ({
    ...argument,
    fields: argument.fields.map((field) => (field.name === input ? { ...field, sets } : field)),
  }));
  return bent(name, { write: { arguments: given } });
}

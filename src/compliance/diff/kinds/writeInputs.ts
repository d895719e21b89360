/** What callers bring to a mutation: values that it sets, and conditions that it holds. */
import type { CompiledPolicy, WriteArgument, WriteInput, WriteModel } from '../../../policy/compiled.js';
import type { Change, Effect, Subject } from '../change.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byFlag, byIdentity, byLimit, bySet, indifferently } from '../ordering.js';

interface Input {
  readonly argument: WriteArgument;
  readonly input: WriteInput;
  /** What its being there does: a value is written, a condition or the row's own name narrows. */
  readonly effect: Effect;
}

export const compareWriteInputs: ComparePolicies = (old, next) =>
  matched(old.writes, next.writes).kept.flatMap(([write, before, after]) => [
    ...compareInputs(write, inputsOf(old, before), inputsOf(next, after)),
    ...compareForms(before, after),
  ]);

function inputsOf(policy: CompiledPolicy, write: WriteModel): readonly (readonly [string, Input])[] {
  return write.arguments.flatMap((argument) =>
    argument.fields.map(
      (input) => [`${input.writes}.${input.sets}`, { argument, input, effect: effectOf(policy, input) }] as const,
    ),
  );
}

function effectOf({ types }: CompiledPolicy, { writes, sets }: WriteInput): Effect {
  return types.get(writes)?.fields.has(sets) === true ? 'widening' : 'narrowing';
}

function compareInputs(
  write: string,
  old: readonly (readonly [string, Input])[],
  next: readonly (readonly [string, Input])[],
): readonly Change[] {
  const inputs = matched(old, next);
  const subjectOf = ({ input }: Input): Subject => ({ kind: 'input', write, type: input.writes, path: input.sets });
  return [
    ...inputs.added.map(([, each]) => added(subjectOf(each), each.effect, each.input.typeName)),
    ...inputs.gone.map(([, each]) => gone(subjectOf(each), each.effect, each.input.typeName)),
    ...inputs.kept.flatMap(([, one, other]) => compareInput(subjectOf(other), one, other)),
  ];
}

function compareInput(subject: Subject, old: Input, next: Input): readonly Change[] {
  const [from, to] = [nameOf(old), nameOf(next)];
  const isCondition = next.effect === 'narrowing';
  return changesOf(subject, [
    { aspect: 'renamed', ordering: indifferently(from, to), from, to },
    {
      aspect: 'scalar',
      ordering: byIdentity(old.input.typeName, next.input.typeName),
      from: old.input.typeName,
      to: next.input.typeName,
    },
    {
      aspect: 'required',
      ordering: isCondition
        ? byFlag(!old.input.required, !next.input.required)
        : indifferently(old.input.required, next.input.required),
      from: String(old.input.required),
      to: String(next.input.required),
    },
    {
      aspect: 'states',
      ordering: byLimit(old.input.from, next.input.from, bySet),
      from: old.input.from && listedSorted(old.input.from),
      to: next.input.from && listedSorted(next.input.from),
    },
  ]);
}

function nameOf({ argument, input }: Input): string {
  return argument.role === 'value' ? argument.name : `${argument.name}.${input.name}`;
}

/** A list is many rows at once; a key against repetition, and names of input types, give nothing. */
function compareForms(old: WriteModel, next: WriteModel): readonly Change[] {
  const [from, to] = [formText(old), formText(next)];
  return changesOf({ kind: 'write', write: next.name }, [
    {
      aspect: 'list',
      ordering: byFlag(isList(old), isList(next)),
      from: String(isList(old)),
      to: String(isList(next)),
    },
    { aspect: 'form', ordering: indifferently(from, to), from, to },
  ]);
}

function isList({ arguments: all }: WriteModel): boolean {
  return all.some(({ list }) => list);
}

function formText({ arguments: all }: WriteModel): string {
  return listedSorted(all.map(({ name, type, role, required }) => `${name}: ${type} ${role} ${String(required)}`));
}

/** Who writes what, through which links, how many rows at once, and what the store sets by itself. */
import type { CompiledPolicy, WriteModel, WriteStep } from '../../../policy/compiled.js';
import type { Change, WriteSubject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byIdentity, byLimit, byNumber, bySet, indifferently, orderingOf } from '../ordering.js';

export const compareWrites: ComparePolicies = (old, next) => {
  const writes = matched(old.writes, next.writes);
  return [
    ...writes.added.map(([write]) => added({ kind: 'write', write }, 'neutral')),
    ...writes.gone.map(([write]) => gone({ kind: 'write', write }, 'neutral')),
    ...writes.kept.flatMap(([, before, after]) => [...compareWrite(before, after), ...compareSteps(before, after)]),
    ...compareUses(old, next),
  ];
};

/** One right to write: for each role and purpose that a step names. */
interface Use {
  readonly subject: WriteSubject;
  readonly step: WriteStep;
}

function compareUses(old: CompiledPolicy, next: CompiledPolicy): readonly Change[] {
  const uses = matched(usesOf(old), usesOf(next));
  return [
    ...uses.added.map(([, { subject, step }]) => added(subject, 'widening', stepText(step))),
    ...uses.gone.map(([, { subject, step }]) => gone(subject, 'widening', stepText(step))),
    ...uses.kept.flatMap(([, before, after]) => compareUse(before, after)),
  ];
}

function usesOf({ writes }: CompiledPolicy): readonly (readonly [string, Use])[] {
  return [...writes.values()].flatMap((write) =>
    write.steps.flatMap((step) =>
      step.to.flatMap((role) =>
        step.purposes.map((purpose) => {
          const subject = { kind: 'writeUse', role, write: write.name, type: step.type, purpose } as const;
          return [`${role} ${write.name} ${step.type} ${purpose}`, { subject, step }] as const;
        }),
      ),
    ),
  );
}

/** No reach at all is asked for a person, or a record of one, that is only now made: nothing is as wide. */
function compareUse({ step: old }: Use, { subject, step: next }: Use): readonly Change[] {
  return changesOf(subject, [
    { aspect: 'kind', ordering: byIdentity(old.kind, next.kind), from: old.kind, to: next.kind },
    {
      aspect: 'through',
      ordering: byLimit(anyOr(old), anyOr(next), bySet),
      from: listedSorted(old.through),
      to: listedSorted(next.through),
    },
    { aspect: 'rows', ordering: byNumber(old.rows, next.rows), from: String(old.rows), to: String(next.rows) },
    {
      aspect: 'shortens',
      ordering: bySet(old.shortens, next.shortens),
      from: listedSorted(old.shortens),
      to: listedSorted(next.shortens),
    },
  ]);
}

function anyOr({ through }: WriteStep): readonly string[] | undefined {
  return through.length === 0 ? undefined : through;
}

function stepText({ kind, through }: WriteStep): string {
  return `${kind} through ${listedSorted(through)}`;
}

function compareWrite(old: WriteModel, next: WriteModel): readonly Change[] {
  const [from, to] = [old.payloadField?.type, next.payloadField?.type];
  const ordering =
    from !== undefined && to !== undefined ? byIdentity(from, to) : orderingOf(!from || !!to, !to || !!from);
  return changesOf({ kind: 'write', write: next.name }, [
    { aspect: 'payload', ordering, from, to },
    ...comparePayloadNames(old, next),
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
  ]);
}

function comparePayloadNames(old: WriteModel, next: WriteModel): readonly Difference[] {
  if ((old.payloadField === undefined) !== (next.payloadField === undefined)) return [];
  const [from, to] = [payloadText(old), payloadText(next)];
  return [{ aspect: 'renamed', ordering: indifferently(from, to), from, to }];
}

function payloadText({ payload, payloadField }: WriteModel): string {
  const list = payloadField?.list === true ? '[]' : '';
  return payloadField === undefined ? payload : `${payload}.${payloadField.name}${list}`;
}

/** What a step sets by itself: with another value it writes another thing. */
function compareSteps(old: WriteModel, next: WriteModel): readonly Change[] {
  const constants = matched(constantsOf(old), constantsOf(next));
  return [
    ...constants.added.flatMap(([, { subject, text }]) =>
      changesOf(subject, [{ aspect: 'value', ordering: 'either', to: text }]),
    ),
    ...constants.gone.flatMap(([, { subject, text }]) =>
      changesOf(subject, [{ aspect: 'value', ordering: 'either', from: text }]),
    ),
    ...constants.kept.flatMap(([, before, after]) =>
      changesOf(after.subject, [
        { aspect: 'value', ordering: byIdentity(before.text, after.text), from: before.text, to: after.text },
        {
          aspect: 'states',
          ordering: byLimit(before.from, after.from, bySet),
          from: before.from && listedSorted(before.from),
          to: after.from && listedSorted(after.from),
        },
      ]),
    ),
  ];
}

interface Constant {
  readonly subject: Change['subject'];
  readonly text: string;
  readonly from: readonly string[] | undefined;
}

function constantsOf({ name, steps }: WriteModel): readonly (readonly [string, Constant])[] {
  return steps.flatMap(({ type, kind, to, constants }) =>
    constants.map(({ field, value, claim, from }) => {
      const subject = { kind: 'constant', write: name, type, path: field } as const;
      return [`${kind} ${listedSorted(to)} ${type}.${field}`, { subject, text: value ?? claim ?? '', from }] as const;
    }),
  );
}

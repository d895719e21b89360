import { getNamedType, isObjectType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, WriteDraft } from '../read/draft.js';

/**
 * A payload is `errors: [RowError!]!` and at most one field of the written type, or `receipt: ID`. The row of a person
 * who is created is never in it: that it came back would tell that the store did not know the person.
 */
export function payloadsTellNothing(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) => {
    const payload = getNamedType(write.field.type);
    if (!isObjectType(payload) || draft.types.has(payload.name)) return [wrong(write, `gives ${payload.name}`, form)];
    const rest = Object.values(payload.getFields()).filter(({ name }) => name !== 'errors');
    if (String(payload.getFields()['errors']?.type) !== '[RowError!]!')
      return [wrong(write, `gives ${payload.name} without errors`, form)];
    if (rest.length > 1) return [wrong(write, `gives ${rest.map(({ name }) => name).join(' and ')}`, form)];
    return rest.flatMap((field) => {
      const isReceipt = field.name === 'receipt' && String(field.type) === 'ID';
      const isRow = write.steps.some(({ args }) => args.type === getNamedType(field.type).name);
      if (isReceipt) return [];
      if (!isRow || String(field.type).endsWith('!'))
        return [wrong(write, `gives ${field.name}: ${String(field.type)}`, form)];
      return createsPerson(draft, write)
        ? [wrong(write, `gives back the person that it creates`, 'Give `receipt: ID` in its place.')]
        : [];
    });
  });
}

const form =
  'Write a type with `errors: [RowError!]!`, and at most one nullable field of the written type or `receipt: ID`.';

function createsPerson(draft: Draft, { steps }: WriteDraft): boolean {
  return steps.some(({ args }) => args.kind === 'CREATE' && draft.types.get(args.type)?.kind === 'subject');
}

function wrong({ field, node }: WriteDraft, what: string, remedy: string): PolicyProblem {
  return problemAt(node.type, { code: 'PAYLOAD_SHAPE', message: `Mutation.${field.name} ${what}.`, remedy });
}

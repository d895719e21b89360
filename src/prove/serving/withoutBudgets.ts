/**
 * The schema with amounts of persons and misses that nothing here exhausts. Budgets have proofs of their own; here each
 * would only hide, behind one refusal, whatever is asked after it. Pages, costs and all else stay as stated.
 */
import { Kind, parse, parseConstValue, print, visit } from 'graphql';
import type { SchemaSource } from '../../policy/read/storeSchema.js';

const plenty = parseConstValue('[{ of: 1000000000, per: "P1D", by: ACCOUNT }]');
const amounts = new Set(['persons', 'misses']);

export function withoutBudgets(sources: readonly SchemaSource[]): readonly SchemaSource[] {
  return sources.map((source) => ({ ...source, text: widened(source.text) }));
}

function widened(text: string): string {
  const document = visit(parse(text), {
    Directive: (node) => {
      if (node.name.value !== 'bound') return undefined;
      const kept = (node.arguments ?? []).filter(({ name }) => !amounts.has(name.value));
      const wide = [...amounts].map(
        (name) =>
          ({
            kind: Kind.ARGUMENT,
            name: { kind: Kind.NAME, value: name },
            value: plenty,
          }) as const,
      );
      return { ...node, arguments: [...kept, ...wide] };
    },
  });
  return print(document);
}

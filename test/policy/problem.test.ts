import { parse, Source } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { PolicyProblem } from '../../src/policy/problem.js';
import { inOrder, printProblem, problemAt } from '../../src/policy/problem.js';

const text = { code: 'FIELD_SHAPE', message: 'Tenant.tags is a list.', remedy: 'Write a type with a table.' } as const;

function at(file: string, line: number, column: number, message = 'It is wrong.'): PolicyProblem {
  return { ...text, message, file, line, column };
}

describe('a problem', () => {
  test('stands at the first character of what is wrong', () => {
    const { definitions } = parse(new Source('type A { a: Int }\n  type B { b: Int }', 'types.graphql'));
    const problem = problemAt(definitions[1], text);
    expect(problem).toEqual({ ...text, file: 'types.graphql', line: 2, column: 3 });
    expect(Object.isFrozen(problem)).toBe(true);
  });

  test('of what the engine made stands at the beginning of the policy', () => {
    const [made] = parse('type A { a: Int }', { noLocation: true }).definitions;
    const nowhere = { ...text, file: 'policy', line: 1, column: 1 };
    expect([problemAt(made, text), problemAt(undefined, text)]).toEqual([nowhere, nowhere]);
  });

  test('is printed with its place, and what to write instead below', () => {
    expect(printProblem(at('types.graphql', 12, 3, 'Tenant.tags is a list.'))).toBe(
      'types.graphql:12:3 FIELD_SHAPE Tenant.tags is a list.\n    Write a type with a table.',
    );
  });
});

describe('several problems', () => {
  test('come in the order of files, lines and columns', () => {
    const sorted = [at('a', 1, 9), at('a', 2, 1), at('a', 2, 5), at('a', 10, 1), at('b', 1, 1), at('c', 1, 1)];
    const shuffles = [
      sorted.toReversed(),
      [3, 0, 5, 2, 4, 1].flatMap((index) => sorted.slice(index, index + 1)),
      [4, 2, 0, 1, 3, 5].flatMap((index) => sorted.slice(index, index + 1)),
    ];
    expect(shuffles.map(inOrder)).toEqual([sorted, sorted, sorted]);
  });

  test('of one place stay as they were found', () => {
    const two = [at('a', 1, 1, 'Second.'), at('a', 1, 1, 'First.')];
    expect(inOrder(two)).toEqual(two);
  });

  test('of one place and one text are one', () => {
    expect(inOrder([at('a', 1, 1), at('b', 1, 1), at('a', 1, 1)])).toEqual([at('a', 1, 1), at('b', 1, 1)]);
  });
});

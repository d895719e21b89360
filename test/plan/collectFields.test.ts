/** What GraphQL would execute of a selection, for rows of one type: no more is planned, and no less. */
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { buildSchema, getOperationAST, Kind, parse, print } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import type { CollectionContext } from '../../src/plan/collectFields.js';
import { collectFields, fragmentsApply, readsVariable } from '../../src/plan/collectFields.js';

const schema = buildSchema(`
  directive @note(text: String, by: String) on FIELD
  interface Being { name: String }
  interface Owner { name: String }
  union Friend = Person | Dog
  type Person implements Being & Owner { name: String age: Int friends: [Friend] }
  type Dog implements Being { name: String age: Int }
  type Query { beings: [Being] }
`);

function contextOf(document: DocumentNode, variables: Readonly<Record<string, unknown>> = {}): CollectionContext {
  const fragments = Object.fromEntries(
    document.definitions.flatMap((each): readonly [string, FragmentDefinitionNode][] =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
  return { applies: fragmentsApply(schema), fragments, variables, dependence: { onVariables: false } };
}

function setOf(document: DocumentNode): SelectionSetNode {
  const set = getOperationAST(document)?.selectionSet;
  invariant(set, 'there is one operation');
  return set;
}

/** Response keys with what stands under each. */
function printed(groups: ReadonlyMap<string, readonly FieldNode[]>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...groups].map(([key, nodes]) => [key, nodes.map((node) => print(node))]));
}

function collected(
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
  type = 'Person',
): ReturnType<typeof printed> {
  const document = parse(text);
  return printed(collectFields(contextOf(document, variables), type, [setOf(document)]));
}

describe('fields are collected by response key', () => {
  it('in the order of the document, those of one key together', () => {
    const groups = collected('{ age name again: name name friends { __typename } }');
    expect(Object.entries(groups)).toEqual([
      ['age', ['age']],
      ['name', ['name', 'name']],
      ['again', ['again: name']],
      ['friends', ['friends {\n  __typename\n}']],
    ]);
  });

  it('over all selections that meet in one place, in which a leaf has none', () => {
    const [first, second] = ['{ name ...F } fragment F on Person { age }', '{ age name }'].map((text) => parse(text));
    invariant(first && second, 'there are two documents');
    const groups = collectFields(contextOf(first), 'Person', [setOf(first), undefined, setOf(second)]);
    expect(printed(groups)).toEqual({ name: ['name', 'name'], age: ['age', 'age'] });
    expect(collectFields(contextOf(first), 'Person', []).size).toBe(0);
  });
});

describe('a fragment stands for its fields', () => {
  it.each([
    ['one without a type', '{ ... { name } age }', ['name', 'age']],
    ['one on the type itself', '{ ... on Person { name } age }', ['name', 'age']],
    ['one on an interface of the type', '{ ... on Owner { name } age }', ['name', 'age']],
    ['one on a union with the type', '{ ... on Friend { name } age }', ['name', 'age']],
    ['none on another type', '{ ... on Dog { name } age }', ['age']],
    ['one inside another', '{ ... on Being { ... on Person { name } ... on Dog { age } } }', ['name']],
    ['a named one', '{ ...F age } fragment F on Person { name }', ['name', 'age']],
    ['a named one on an interface', '{ ...F age } fragment F on Being { name }', ['name', 'age']],
    ['no named one on another type', '{ ...F age } fragment F on Dog { name }', ['age']],
    ['no named one that the document has not', '{ ...Missing age }', ['age']],
    ['a named one in a named one', '{ ...F } fragment F on Being { ...G } fragment G on Person { age }', ['age']],
    ['one in a circle, once round', '{ ...F } fragment F on Person { name ...F }', ['name']],
  ])('%s', (_title, text, keys) => {
    expect(Object.keys(collected(text))).toEqual(keys);
  });

  it('once, however often it is spread', () => {
    const text = '{ ...F name ...F ... { ...F } } fragment F on Person { name }';
    expect(collected(text)).toEqual({ name: ['name', 'name'] });
  });

  it('not at all to rows of a type that its interface has not', () => {
    const text = '{ ... on Owner { name } ...F } fragment F on Owner { age }';
    expect(collected(text, {}, 'Dog')).toEqual({});
  });
});

test.each([
  ['Person', 'Person', true],
  ['Being', 'Person', true],
  ['Owner', 'Dog', false],
  ['Friend', 'Dog', true],
  ['Person', 'Dog', false],
  ['Person', 'Being', false],
  ['Being', 'Owner', false],
  ['Nothing', 'Person', false],
  ['Being', 'Nothing', false],
  ['PersonEdge', 'PersonEdge', true],
])('a fragment on %s for a row of %s: %s', (condition, type, applies) => {
  expect(fragmentsApply(schema)(condition, type)).toBe(applies);
});

describe('@skip and @include', () => {
  it.each([
    ['@skip(if: true)', {}, false],
    ['@skip(if: false)', {}, true],
    ['@include(if: true)', {}, true],
    ['@include(if: false)', {}, false],
    ['@skip(if: false) @include(if: false)', {}, false],
    ['@skip(if: true) @include(if: true)', {}, false],
    ['@skip(if: false) @include(if: true)', {}, true],
    ['@skip(if: $yes)', { yes: true }, false],
    ['@skip(if: $yes)', { yes: false }, true],
    ['@include(if: $yes)', { yes: true }, true],
    ['@include(if: $yes)', { yes: false }, false],
    ['@note(text: "x")', {}, true],
  ])('%s with %j leaves it in: %s', (directives, variables, isIn) => {
    const keys = isIn ? ['name', 'age'] : ['age'];
    for (const selection of [`name ${directives}`, `... ${directives} { name }`, `...F ${directives}`]) {
      const text = `query ($yes: Boolean!) { ${selection} age } fragment F on Person { name }`;
      expect(Object.keys(collected(text, variables))).toEqual(keys);
    }
  });

  it('leave a fragment out in one place, and in again in another', () => {
    const text = '{ ...F @skip(if: true) ...F } fragment F on Person { name }';
    expect(collected(text)).toEqual({ name: ['name'] });
  });

  it('by a variable without a value are an error of the request', () => {
    expect(() => collected('query ($yes: Boolean!) { name @skip(if: $yes) }')).toThrow('"$yes"');
  });
});

describe('whether the answer hangs on a variable', () => {
  it.each([
    ['name', false],
    ['name @skip(if: true)', false],
    ['name @include(if: $yes)', true],
    ['name @include(if: true) @skip(if: $yes)', true],
    ['name @note(text: "x", by: $me)', true],
    ['... @include(if: $yes) { name }', true],
    ['friends { name @include(if: $yes) }', false],
    ['friends(first: $first) { name }', false],
  ])('%s: %s', (selection, depends) => {
    const document = parse(`query ($yes: Boolean!, $me: String, $first: Int) { ${selection} }`);
    const context = contextOf(document, { yes: true, me: 'x', first: 1 });
    collectFields(context, 'Person', [setOf(document)]);
    expect(context.dependence).toEqual({ onVariables: depends });
  });

  it('is forgotten by no field that follows', () => {
    const document = parse('query ($yes: Boolean!) { name @skip(if: $yes) age @skip(if: false) }');
    const context = contextOf(document, { yes: true });
    collectFields(context, 'Person', [setOf(document)]);
    expect(context.dependence).toEqual({ onVariables: true });
  });
});

test('a field that a program wrote, with no list of directives at all, is in', () => {
  const name = { kind: Kind.NAME, value: 'name' } as const;
  const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name }] };
  const context = contextOf(parse('{ name }'));
  expect(Object.keys(printed(collectFields(context, 'Person', [set])))).toEqual(['name']);
  expect(readsVariable({ kind: Kind.DIRECTIVE, name })).toBe(false);
});

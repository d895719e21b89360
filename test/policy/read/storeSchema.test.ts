import { describe, expect, test } from 'vitest';
import type { PolicyProblem } from '../../../src/policy/problem.js';
import type { SchemaSource, StoreSchema } from '../../../src/policy/read/storeSchema.js';
import { readStoreSchema } from '../../../src/policy/read/storeSchema.js';

const words = 'enum Role { CLERK }\nenum Purpose { WORK }\nenum Category { NAME }\n';
const grant = '@disclose(to: [CLERK], for: [WORK])';

function source(text: string, name = 'store.graphql'): SchemaSource {
  return { name, text };
}

function readOf(...sources: readonly SchemaSource[]): StoreSchema {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  return reading.read;
}

function problemsOf(...sources: readonly SchemaSource[]): readonly PolicyProblem[] {
  const reading = readStoreSchema(sources);
  return 'problems' in reading ? reading.problems : [];
}

function fieldsOf(type: 'Query' | 'Mutation', ...sources: readonly SchemaSource[]): readonly string[] {
  const { schema } = readOf(...sources);
  const root = type === 'Query' ? schema.getQueryType() : schema.getMutationType();
  return Object.keys(root?.getFields() ?? {});
}

const syntax = {
  code: 'SDL_SYNTAX',
  remedy: 'Write what GraphQL reads here (specification, October 2021, section 3).',
};
const invalid = {
  code: 'SDL_INVALID',
  file: 'store.graphql',
  remedy:
    'GraphQL itself refuses this: see its specification, October 2021, section 3, and the vocabulary in docs/policy.md.',
};

describe('a store is read', () => {
  test('from all of its sources, with the vocabulary and what is of the engine', () => {
    const { schema, document } = readOf(
      source(words, 'words.graphql'),
      source(`type Shop @entity(table: "shop") ${grant} { id: ID! }`, 'types.graphql'),
    );
    expect(['Role', 'Shop', 'Caller', 'Precision', 'Email'].map((name) => schema.getType(name)?.name)).toEqual([
      'Role',
      'Shop',
      'Caller',
      'Precision',
      'Email',
    ]);
    expect(schema.getDirective('disclose')?.name).toBe('disclose');
    const files = document.definitions.map(({ loc }) => loc?.source.name);
    expect(new Set(files)).toEqual(new Set(['words.graphql', 'types.graphql', 'engine']));
  });

  test('whether it extends Query and Mutation or writes them, beside what is of the engine', () => {
    const fields = (keyword: string): readonly string[] => [
      ...fieldsOf('Query', source(`${words} ${keyword} Query { shops: Int } ${keyword} Mutation { open: Int }`)),
      ...fieldsOf('Mutation', source(`${words} ${keyword} Query { shops: Int } ${keyword} Mutation { open: Int }`)),
    ];
    expect(fields('extend type')).toEqual(expect.arrayContaining(['shops', 'me', 'open', 'acknowledgeNotices']));
    expect(fields('type').toSorted()).toEqual(fields('extend type').toSorted());
  });

  test('when it only writes one of them, or none', () => {
    expect(fieldsOf('Mutation', source(`${words} type Query { shops: Int }`))).toContain('acknowledgeNotices');
    expect(fieldsOf('Query', source(`${words} type Mutation { open: Int }`))).toContain('me');
    expect(fieldsOf('Query', source(words))).toContain('me');
  });

  test.each([
    ['no mutation', 'schema { query: Query }'],
    ['a mutation', 'schema { query: Query mutation: Mutation }'],
    ['a mutation where it is extended', 'schema { query: Query } extend schema { mutation: Mutation }'],
    ['nothing and is only extended', 'directive @mark on SCHEMA extend schema @mark'],
  ])('when its schema names %s', (_what, schema) => {
    expect(fieldsOf('Query', source(`${words} ${schema}`))).toContain('me');
    expect(fieldsOf('Mutation', source(`${words} ${schema}`))).toContain('acknowledgeNotices');
  });
});

describe('what GraphQL cannot read', () => {
  test('is told of every source, in the order of their names, and nothing else is', () => {
    expect(
      problemsOf(source('type Shop {\n  name String\n}', 'b.graphql'), source(words), source(' type {', 'a.graphql')),
    ).toEqual([
      { ...syntax, file: 'a.graphql', line: 1, column: 7, message: 'Syntax Error: Expected Name, found "{".' },
      { ...syntax, file: 'b.graphql', line: 2, column: 8, message: 'Syntax Error: Expected ":", found Name "String".' },
    ]);
  });

  test('because it is no text is the mistake of who asks, and no problem of the store', () => {
    const nothing = { name: 'gone.graphql', text: undefined } as unknown as SchemaSource;
    expect(() => readStoreSchema([nothing])).toThrow('Body must be a string. Received: undefined.');
  });
});

describe('a store fills three enums', () => {
  test('or is told which it lacks, and nothing else', () => {
    expect(problemsOf(source('enum Purpose { WORK } type Role { id: Unknown }'))).toEqual(
      ['Role', 'Category'].map((name) => ({
        code: 'WORDS_MISSING',
        file: 'policy',
        line: 1,
        column: 1,
        message: `The store defines no enum ${name}.`,
        remedy: `Write enum ${name} { … } with the ${name.toLowerCase()} values of the store.`,
      })),
    );
  });
});

describe('what GraphQL refuses is told where it stands', () => {
  test('when a definition is at odds with another', () => {
    expect(problemsOf(source(`${words}type Shop { a: Warehouse }\ntype Shop { b: Int }`))).toEqual([
      { ...invalid, line: 4, column: 6, message: 'There can be only one type named "Shop".' },
      { ...invalid, line: 4, column: 16, message: 'Unknown type "Warehouse".' },
    ]);
  });

  test('when a type is none', () => {
    expect(
      problemsOf(
        source(`${words}type Shop\ninterface Sited { at: Int }\ntype Yard implements Sited { id: ID! }\nunion Any`),
      ),
    ).toEqual([
      { ...invalid, line: 4, column: 1, message: 'Type Shop must define one or more fields.' },
      {
        ...invalid,
        line: 5,
        column: 19,
        message: 'Interface field Sited.at expected but Yard does not provide it.',
      },
      { ...invalid, line: 7, column: 1, message: 'Union type Any must define one or more member types.' },
    ]);
  });

  test('when a value is of another type than its argument, and beside it a word that nobody declared', () => {
    expect(
      problemsOf(
        source(
          `${words}type Shop @entity(table: 3) { id: ID! name: String @disclose(to: [KEEPER], for: ["WORK"]) note: String @personal(category: SIZE, search: "EXACT") }`,
        ),
      ),
    ).toEqual([
      { ...invalid, line: 4, column: 26, message: 'String cannot represent a non string value: 3' },
      {
        code: 'UNKNOWN_ROLE',
        file: 'store.graphql',
        line: 4,
        column: 67,
        message: 'KEEPER is no value of Role.',
        remedy: 'Write one of CLERK, or declare KEEPER in enum Role.',
      },
      {
        ...invalid,
        line: 4,
        column: 82,
        message: 'Enum "Purpose" cannot represent non-enum value: "WORK". Did you mean the enum value "WORK"?',
      },
      {
        code: 'UNKNOWN_CATEGORY',
        file: 'store.graphql',
        line: 4,
        column: 124,
        message: 'SIZE is no value of Category.',
        remedy: 'Write one of NAME, or declare SIZE in enum Category.',
      },
      {
        ...invalid,
        line: 4,
        column: 138,
        message: 'Enum "Search" cannot represent non-enum value: "EXACT". Did you mean the enum value "EXACT"?',
      },
    ]);
  });

  test.each([
    ['text', '@record(table: person, subject: "a")', 'person', 'String cannot represent a non string value: person'],
    [
      'a list of text',
      `${grant.slice(0, -1)}, through: [own])`,
      'own',
      'String cannot represent a non string value: own',
    ],
    ['yes or no', `${grant.slice(0, -1)}, stepUp: yes)`, 'yes', 'Boolean cannot represent a non boolean value: yes'],
    ['a number', '@subject(table: "a", population: MANY)', 'MANY', 'Int cannot represent non-integer value: MANY'],
  ])('when a word stands where %s is asked for', (_what, directive, word, message) => {
    const type = `type Person ${directive} { id: ID! }`;
    expect(problemsOf(source(words + type))).toEqual([
      { ...invalid, line: 4, column: type.indexOf(word) + 1, message },
    ]);
  });
});

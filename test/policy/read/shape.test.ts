import { GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { scalarKindOf, shapeOf } from '../../../src/policy/read/shape.js';
import { storeOf } from '../reading.js';

const { schema } = storeOf(`
  enum Colour { RED }
  scalar Code
  type Part { name: String }
  type Other implements Sited @entity(table: "other") { id: ID! }
  interface Sited { id: ID! }
  union Any = Other
  type Thing @entity(table: "thing") {
    id: ID!
    name: String
    colour: Colour!
    code: Code
    foreign: ID
    part: Part @embedded(prefix: "part_")
    loose: Part
    other: Other!
    marked: Other @embedded(prefix: "other_")
    others: [Other!]!
    parts: [Part!]
    names: [String!]
    nested: [[Other!]!]
    sited: [Sited!]!
    any: [Any]
    nestedAny: [[Any!]!]
    oneOfAny: Any
  }
`);

function thing(): GraphQLObjectType {
  const type = schema.getType('Thing');
  if (!(type instanceof GraphQLObjectType)) throw new Error('no type Thing');
  return type;
}

/** `kind`, and the type that it is of or leads to. */
function shapeOfThe(name: string): string {
  const field = thing().getFields()[name];
  if (field === undefined) throw new Error(`no field ${name}`);
  const shape = shapeOf(field, new Set(['Thing', 'Other']));
  if ('type' in shape) return `${shape.kind} ${shape.type.name}`;
  return 'target' in shape ? `${shape.kind} ${shape.target.name}` : shape.kind;
}

describe('a field of a stored type', () => {
  test.each([
    ['id', 'id'],
    ['name', 'value String'],
    ['colour', 'value Colour'],
    ['code', 'value Code'],
    ['part', 'embedded Part'],
    ['other', 'relation Other'],
    ['others', 'list Other'],
    ['sited', 'members Sited'],
    ['any', 'members Any'],
  ])('%s is: %s', (name, shape) => {
    expect(shapeOfThe(name)).toBe(shape);
  });

  test('that leads to a table is a relation, whatever else stands on it', () => {
    expect(shapeOfThe('marked')).toBe('relation Other');
  });

  test.each([
    ['an ID of another row', 'foreign'],
    ['an object with neither table nor mark', 'loose'],
    ['a list of objects without a table', 'parts'],
    ['a list of values', 'names'],
    ['a list of lists', 'nested'],
    ['a list of lists of several types', 'nestedAny'],
    ['one row of several types', 'oneOfAny'],
  ])('that is %s has no column', (_what, name) => {
    expect(shapeOfThe(name)).toBe('stray');
  });
});

describe('a value is of', () => {
  test.each([
    ['Colour', 'Enum'],
    ['Code', 'Text'],
    ['String', 'Text'],
    ['Int', 'Int'],
    ['Float', 'Float'],
    ['Boolean', 'Boolean'],
    ['Date', 'Date'],
    ['PartialDate', 'PartialDate'],
    ['DateTime', 'DateTime'],
    ['YearMonth', 'YearMonth'],
    ['Email', 'Email'],
    ['Phone', 'Phone'],
    ['PostalCode', 'PostalCode'],
    ['Duration', 'Duration'],
    ['ID', 'ID'],
  ])('%s: kind %s', (name, kind) => {
    const type = schema.getType(name);
    if (type === undefined) throw new Error(`no type ${name}`);
    expect(scalarKindOf(type)).toBe(kind);
  });
});

test('an object type that was made in code says nothing, so that it embeds nothing', () => {
  const part = new GraphQLObjectType({ name: 'Part', fields: {} });
  const made = new GraphQLObjectType({ name: 'Made', fields: { part: { type: part } } }).getFields()['part'];
  expect(made && shapeOf(made, new Set())).toEqual({ kind: 'stray' });
});

import { describe, expect, test } from 'vitest';
import type { FieldDraft } from '../../../src/policy/read/draft.js';
import { readTypes } from '../../../src/policy/read/types.js';
import { storeOf } from '../reading.js';

const { schema } = storeOf(`
  enum Colour { RED BLUE }
  scalar Code
  scalar Plate
  extend scalar Plate @format(pattern: "[A-Z]{2}")

  interface Sited { id: ID! }
  type Loose implements Sited { id: ID! }

  type Person @subject(table: "person") {
    id: ID!
    "As it is written."
    fullName: String @personal(category: NAME, search: [EXACT]) @disclose(to: [CLERK], for: [WORK])
    nickName: String @personal(category: NAME, clear: "sorted by")
    colour: Colour!
    plate: Plate @personal(category: NAME)
    code: Code @impersonal(reason: "of the thing")
    "Where it lives."
    home: Part @embedded(prefix: "home_") @personal(category: PLACE)
    work: Part @embedded(prefix: "")
    "Who looks after it."
    keptBy: Keeper! @personal(category: NAME) @disclose(to: [VISITOR], for: [LEISURE])
    friend: Person
    "What it has filed."
    papers: [Paper!] @personal(category: NAME)
    notes: [Note!]
    friends: [Person!]
    visits: [Visit!]
    "All that stands somewhere."
    sited: [Sited!] @personal(category: PLACE)
    foreign: ID
    tags: [String!]
  }
  type Part {
    id: ID
    "Of the road."
    roadName: String! @personal(category: PLACE) @disclose(to: [CLERK], for: [WORK])
    size: Int @impersonal(reason: "of the house")
    inner: Part @embedded(prefix: "inner_")
    keptBy: Keeper
  }
  type Keeper @entity(table: "keeper") {
    id: ID!
    fullName: String @personal(category: NAME)
    office: Part @embedded(prefix: "office_")
    kept: [Person!]
    papers: [Paper!]
  }
  type Paper implements Sited @record(table: "paper", subject: "person_id") {
    id: ID!
    person: Person
    keeper: Keeper @personal(category: NAME)
  }
  type Note implements Sited @record(table: "note", subject: "about_id") { id: ID! writer: Person }
  type Visit @entity(table: "visit") { id: ID! person: String keeper: Keeper }
`);

function fieldsOf(type: string): ReadonlyMap<string, FieldDraft> {
  return readTypes(schema).get(type)?.fields ?? new Map<string, FieldDraft>();
}

function modelOf(type: string, path: string): unknown {
  return fieldsOf(type).get(path)?.model;
}

describe('a value', () => {
  const fullName = {
    kind: 'value',
    path: 'fullName',
    description: 'As it is written.',
    coordinate: 'Person.fullName',
    category: 'NAME',
    column: 'full_name',
    scalar: 'Text',
    typeName: 'String',
    values: undefined,
    pattern: undefined,
    storage: 'sealed',
    required: false,
  };

  test('of a person is sealed in the column of its name', () => {
    expect(modelOf('Person', 'fullName')).toEqual(fullName);
  });

  test('is in clear where it says why, or is not personal', () => {
    expect(modelOf('Person', 'nickName')).toMatchObject({ storage: 'clear', category: 'NAME', description: '' });
    expect(modelOf('Person', 'code')).toMatchObject({ storage: 'clear', category: undefined });
  });

  test('of an entity is of no category and in clear, whatever is said of it', () => {
    expect(modelOf('Keeper', 'fullName')).toEqual({
      ...fullName,
      description: '',
      coordinate: 'Keeper.fullName',
      category: undefined,
      storage: 'clear',
    });
  });

  test('of an enum has its values, and is required where it is never null', () => {
    expect(modelOf('Person', 'colour')).toMatchObject({
      scalar: 'Enum',
      typeName: 'Colour',
      values: ['RED', 'BLUE'],
      pattern: undefined,
      required: true,
    });
  });

  test('of a scalar of the store has the whole of its format, if it states one', () => {
    expect(modelOf('Person', 'plate')).toMatchObject({
      typeName: 'Plate',
      pattern: '^(?:[A-Z]{2})$',
      values: undefined,
    });
    expect(modelOf('Person', 'code')).toMatchObject({ typeName: 'Code', pattern: undefined });
  });
});

describe('an embedded object', () => {
  test('is read with those of its members that have a column', () => {
    expect([...fieldsOf('Person').keys()].filter((path) => /^(?:home|work)/.test(path))).toEqual([
      'home',
      'home.roadName',
      'home.size',
      'work',
      'work.roadName',
      'work.size',
    ]);
    expect(modelOf('Person', 'home')).toEqual({
      kind: 'embedded',
      path: 'home',
      description: 'Where it lives.',
      coordinate: 'Person.home',
      category: undefined,
      typeName: 'Part',
      members: ['roadName', 'size'],
    });
  });

  test('has members in columns of its owner, with the coordinate of their own type', () => {
    expect(modelOf('Person', 'home.roadName')).toEqual({
      kind: 'value',
      path: 'home.roadName',
      description: 'Of the road.',
      coordinate: 'Part.roadName',
      category: 'PLACE',
      column: 'home_road_name',
      scalar: 'Text',
      typeName: 'String',
      values: undefined,
      pattern: undefined,
      storage: 'sealed',
      required: true,
    });
    expect(modelOf('Person', 'work.roadName')).toMatchObject({ path: 'work.roadName', column: 'road_name' });
    expect(modelOf('Keeper', 'office.roadName')).toMatchObject({
      column: 'office_road_name',
      category: undefined,
      storage: 'clear',
    });
  });
});

describe('a relation', () => {
  test('follows the column of its name', () => {
    expect(modelOf('Person', 'keptBy')).toEqual({
      kind: 'relation',
      path: 'keptBy',
      description: 'Who looks after it.',
      coordinate: 'Person.keptBy',
      category: 'NAME',
      column: 'kept_by_id',
      target: 'Keeper',
      required: true,
    });
  });

  test('of an entity is of no category, and may be empty', () => {
    expect(modelOf('Visit', 'keeper')).toMatchObject({ category: undefined, description: '', required: false });
  });
});

describe('a list', () => {
  test('follows the column that points back', () => {
    expect(modelOf('Person', 'papers')).toEqual({
      kind: 'list',
      path: 'papers',
      description: 'What it has filed.',
      coordinate: 'Person.papers',
      category: 'NAME',
      target: 'Paper',
      column: 'person_id',
    });
    expect(modelOf('Keeper', 'papers')).toMatchObject({ column: 'keeper_id', category: undefined, description: '' });
  });

  test.each([
    ['the relation and the column of the person, once where they are one', 'Person', 'papers', ['person_id']],
    ['both where they are two', 'Person', 'notes', ['writer_id', 'about_id']],
    ['a relation of a person to another', 'Person', 'friends', ['friend_id']],
    ['a relation of a person to an entity', 'Keeper', 'kept', ['kept_by_id']],
    ['nothing where nothing points back', 'Person', 'visits', []],
  ])('knows %s', (_what, type, path, columns) => {
    expect(fieldsOf(type).get(path)?.backPointers).toEqual(columns);
  });

  test('to which nothing points back has no column', () => {
    expect(modelOf('Person', 'visits')).toMatchObject({ kind: 'list', target: 'Visit', column: '' });
  });
});

describe('a list of several types', () => {
  test('is a list of each that has a table', () => {
    const said = {
      path: 'sited',
      description: 'All that stands somewhere.',
      coordinate: 'Person.sited',
      category: 'PLACE',
    };
    expect(modelOf('Person', 'sited')).toEqual({
      kind: 'members',
      ...said,
      target: 'Sited',
      lists: [
        { kind: 'list', ...said, target: 'Paper', column: 'person_id' },
        { kind: 'list', ...said, target: 'Note', column: 'writer_id' },
      ],
    });
  });

  test('knows the columns of each that point back, and has none itself', () => {
    const { memberPointers, backPointers } = fieldsOf('Person').get('sited') ?? {};
    expect(memberPointers).toEqual(
      new Map([
        ['Paper', ['person_id']],
        ['Note', ['writer_id', 'about_id']],
      ]),
    );
    expect(backPointers).toEqual([]);
  });
});

describe('what is said of a field', () => {
  test('stands with it, of the kind that it is', () => {
    const said = [...fieldsOf('Person')].map(([path, { personal, impersonal, disclosures }]) => [
      path,
      personal?.args.category,
      impersonal?.args.reason,
      ...disclosures.map(({ args }) => args.to.join(' ')),
    ]);
    expect(said).toEqual([
      ['fullName', 'NAME', undefined, 'CLERK'],
      ['nickName', 'NAME', undefined],
      ['colour', undefined, undefined],
      ['plate', 'NAME', undefined],
      ['code', undefined, 'of the thing'],
      ['home', 'PLACE', undefined],
      ['home.roadName', 'PLACE', undefined, 'CLERK'],
      ['home.size', undefined, 'of the house'],
      ['work', undefined, undefined],
      ['work.roadName', 'PLACE', undefined, 'CLERK'],
      ['work.size', undefined, 'of the house'],
      ['keptBy', 'NAME', undefined, 'VISITOR'],
      ['friend', undefined, undefined],
      ['papers', 'NAME', undefined],
      ['notes', undefined, undefined],
      ['friends', undefined, undefined],
      ['visits', undefined, undefined],
      ['sited', 'PLACE', undefined],
    ]);
  });

  test('stands where the store writes it', () => {
    expect(fieldsOf('Person').get('home.size')?.node.name.value).toBe('size');
  });

  test('points to nothing where it is no list', () => {
    const { backPointers, memberPointers } = fieldsOf('Person').get('fullName') ?? {};
    expect([backPointers, memberPointers]).toEqual([[], new Map()]);
  });

  test('cannot be changed once it is read', () => {
    const models = [...fieldsOf('Person').values()].map(({ model }) => model);
    const lists = models.flatMap((model) => (model.kind === 'members' ? [model.lists, ...model.lists] : []));
    expect([...models, ...lists].every(Object.isFrozen)).toBe(true);
  });
});

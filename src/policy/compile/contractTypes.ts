/** The object types of a contract, each made once of what its grants name. */
import {
  getNullableType,
  GraphQLBoolean,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  GraphQLUnionType,
  isInterfaceType,
  isLeafType,
  isUnionType,
  Kind,
} from 'graphql';
import type {
  GraphQLAbstractType,
  GraphQLFieldConfig,
  GraphQLFieldConfigArgumentMap,
  GraphQLLeafType,
  GraphQLOutputType,
  GraphQLScalarType,
} from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { Precision } from '../../kernel/precision.js';
import { scalarAt } from '../../kernel/precision.js';
import type { ScalarKind } from '../../kernel/scalar.js';
import type { EmbeddedField, FieldGrant, FieldModel, TypeGrant, ValueField } from '../compiled.js';
import { versionName } from '../naming.js';
import type { Draft, TypeDraft } from '../read/draft.js';
import { deprecationOf, describe, rungSentences, sentences, versionSentence } from './contractSentences.js';
import { fieldOf, typeOf } from './drafted.js';

export type FieldConfig = GraphQLFieldConfig<unknown, unknown>;
type Fields = Record<string, FieldConfig>;
type Output = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;

export class ContractTypes {
  readonly #draft: Draft;
  readonly #grants: ReadonlyMap<string, TypeGrant>;
  readonly #made = new Map<string, GraphQLObjectType>();
  readonly #abstract = new Map<string, GraphQLInterfaceType | GraphQLUnionType>();
  /** Names of embedded objects that do not look the same in all their owners. */
  readonly #apart: ReadonlySet<string>;

  constructor(draft: Draft, grants: ReadonlyMap<string, TypeGrant>) {
    this.#draft = draft;
    this.#grants = grants;
    this.#apart = this.#namesApart();
  }

  object(name: string): GraphQLObjectType {
    return this.#once(name, () => {
      const type = typeOf(this.#draft, name);
      return new GraphQLObjectType({
        name,
        description: type.object.description,
        interfaces: () => type.object.getInterfaces().map((each) => this.#interface(each)),
        fields: () => this.#objectFields(type),
      });
    });
  }

  /** An object, or an interface or union of those of its types that are in the contract. */
  output(name: string): Output {
    const type = this.#draft.schema.getType(name);
    if (isInterfaceType(type)) return this.#interface(type);
    return isUnionType(type) ? this.#union(type) : this.object(name);
  }

  #union(type: GraphQLUnionType): GraphQLUnionType {
    const { name, description } = type;
    return this.#onceAbstract(
      name,
      () =>
        new GraphQLUnionType({
          name,
          description,
          types: () => this.#membersOf(type).map((member) => this.object(member.name)),
        }),
    );
  }

  #interface(type: GraphQLInterfaceType): GraphQLInterfaceType {
    const { name, description } = type;
    return this.#onceAbstract(
      name,
      () =>
        new GraphQLInterfaceType({
          name,
          description,
          interfaces: () => type.getInterfaces().map((each) => this.#interface(each)),
          fields: () => this.#interfaceFields(type),
        }),
    );
  }

  /** What of its fields the role reads on every one of its types, as the same rung. */
  #interfaceFields(type: GraphQLInterfaceType): Fields {
    const fields: Fields = {};
    const members = this.#membersOf(type);
    const [first] = members;
    invariant(first, `${type.name} has a type in the contract`);
    for (const field of Object.values(type.getFields())) {
      if (field.name === 'id') fields['id'] = { type: field.type, description: field.description };
      for (const grant of this.#grantsOf(first.name).fields.values()) {
        if (grant.path !== field.name || !members.every((member) => this.#has(member, grant))) continue;
        const config = this.#fieldConfig(first, grant);
        const description = sentences([rungSentences[grant.precision], field.description ?? '']);
        fields[grant.name] = { ...config, type: getNullableType(config.type), description };
      }
    }
    return fields;
  }

  #has({ name }: TypeDraft, { name: grantName, path }: FieldGrant): boolean {
    return this.#grantsOf(name).fields.get(grantName)?.path === path;
  }

  #membersOf(type: GraphQLAbstractType): readonly TypeDraft[] {
    const members = this.#draft.schema.getPossibleTypes(type).filter(({ name }) => this.#grants.has(name));
    return members.map(({ name }) => typeOf(this.#draft, name));
  }

  /** A page of rows (Relay's connections, without `last` and `before`). `object`: the engine's own type of that name. */
  connection(name: string, object?: GraphQLObjectType): GraphQLObjectType {
    return this.#once(`${name}Connection`, () => {
      const node = new GraphQLNonNull(object ?? this.output(name));
      const fields: Fields = {
        edges: { type: listOf(this.#edge(name, node)), description: 'The rows of the page, each with its cursor.' },
        nodes: { type: new GraphQLNonNull(new GraphQLList(node)), description: 'The rows of the page.' },
        pageInfo: { type: new GraphQLNonNull(this.#pageInfo()), description: 'Whether more follow, and from where.' },
      };
      return new GraphQLObjectType({ name: `${name}Connection`, description: `A page of ${name}.`, fields });
    });
  }

  /** The arguments of a page: its size is compulsory, and bounded for each role. */
  pageArguments(): GraphQLFieldConfigArgumentMap {
    return {
      first: { type: new GraphQLNonNull(GraphQLInt), description: 'How many rows at most.' },
      after: { type: GraphQLString, description: 'The cursor after which the page starts.' },
    };
  }

  #edge(name: string, node: GraphQLNonNull<Output>): GraphQLObjectType {
    return this.#once(`${name}Edge`, () => {
      const fields: Fields = {
        cursor: { type: new GraphQLNonNull(GraphQLString), description: 'For `after`.' },
        node: { type: node, description: 'The row.' },
      };
      return new GraphQLObjectType({ name: `${name}Edge`, description: `A row of a page of ${name}.`, fields });
    });
  }

  #pageInfo(): GraphQLObjectType {
    return this.#once('PageInfo', () => {
      const fields: Fields = {
        hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean), description: 'Whether more rows follow.' },
        endCursor: { type: GraphQLString, description: 'The cursor of the last row.' },
      };
      return new GraphQLObjectType({ name: 'PageInfo', description: 'Where a page ends.', fields });
    });
  }

  #objectFields(type: TypeDraft): Fields {
    const fields: Fields = {};
    const id = type.object.getFields()['id'];
    if (id !== undefined) fields['id'] = { type: id.type, description: id.description };
    const { fields: granted, isVersioned } = this.#grantsOf(type.name);
    if (isVersioned) fields[versionName] = { type: new GraphQLNonNull(GraphQLString), description: versionSentence };
    for (const grant of granted.values()) {
      if (!grant.name.includes('.')) fields[grant.name] = this.#fieldConfig(type, grant);
    }
    return fields;
  }

  /** Of a row of a person everything may be withheld; an entity keeps what it promises. */
  #fieldConfig(type: TypeDraft, grant: FieldGrant): FieldConfig {
    const field = fieldOf(type, grant.path);
    const { model, node } = field;
    const isRequired = type.kind === 'entity' && node.type.kind === Kind.NON_NULL_TYPE;
    const shown = this.#shown(type, model, grant.precision);
    return {
      description: describe(model, grant),
      deprecationReason: deprecationOf(field),
      type: isRequired ? new GraphQLNonNull(shown) : shown,
      args: model.kind === 'list' || model.kind === 'members' ? this.pageArguments() : {},
    };
  }

  #shown(type: TypeDraft, model: FieldModel, precision: Precision): GraphQLObjectType | GraphQLLeafType {
    switch (model.kind) {
      case 'value':
        return this.#valueType(model, precision);
      case 'embedded':
        return this.#embedded(type, model);
      case 'relation':
        return this.object(model.target);
      case 'list':
      case 'members':
        return this.connection(model.target);
    }
  }

  #embedded(type: TypeDraft, model: EmbeddedField): GraphQLObjectType {
    const name = this.#apart.has(model.typeName) ? type.name + model.typeName : model.typeName;
    return this.#once(name, () => {
      const description = this.#draft.schema.getType(model.typeName)?.description;
      return new GraphQLObjectType({ name, description, fields: this.#members(type, model.path) });
    });
  }

  #members(type: TypeDraft, path: string): Fields {
    const fields: Fields = {};
    for (const grant of this.#grantsOf(type.name).fields.values()) {
      if (grant.path.startsWith(`${path}.`)) fields[grant.name.slice(path.length + 1)] = this.#fieldConfig(type, grant);
    }
    return fields;
  }

  #valueType(model: ValueField, precision: Precision): GraphQLLeafType {
    if (precision !== 'EXACT') return rungTypes[scalarAt(precision, model.scalar)] ?? GraphQLString;
    const type = this.#draft.schema.getType(model.typeName);
    invariant(isLeafType(type), `${model.coordinate} is a value`);
    return type;
  }

  /** Two owners that show one embedded type differently would give it two shapes under one name. */
  #namesApart(): ReadonlySet<string> {
    const shapes = new Map<string, Set<string>>();
    for (const name of this.#grants.keys()) {
      const type = typeOf(this.#draft, name);
      for (const { path } of this.#grantsOf(name).fields.values()) {
        const { model } = fieldOf(type, path);
        if (model.kind !== 'embedded') continue;
        const shape = Object.entries(this.#members(type, path)).map(
          ([member, { type: shown, description }]) => `${member}: ${String(shown)} ${String(description)}`,
        );
        shapes.set(model.typeName, (shapes.get(model.typeName) ?? new Set()).add(shape.toSorted().join('\n')));
      }
    }
    return new Set([...shapes].filter(([, each]) => each.size > 1).map(([name]) => name));
  }

  #onceAbstract<Type extends GraphQLInterfaceType | GraphQLUnionType>(name: string, make: () => Type): Type {
    const made = (this.#abstract.get(name) as Type | undefined) ?? make();
    this.#abstract.set(name, made);
    return made;
  }

  #once(name: string, make: () => GraphQLObjectType): GraphQLObjectType {
    const made = this.#made.get(name) ?? make();
    this.#made.set(name, made);
    return made;
  }

  #grantsOf(name: string): TypeGrant {
    const grants = this.#grants.get(name);
    invariant(grants, `${name} is granted`);
    return grants;
  }
}

/** GraphQL's types of the rungs that are not EXACT, but of those that are text. */
const rungTypes: Readonly<Partial<Record<ScalarKind, GraphQLScalarType>>> = {
  Int: GraphQLInt,
  Boolean: GraphQLBoolean,
};

function listOf(type: GraphQLObjectType): GraphQLOutputType {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
}

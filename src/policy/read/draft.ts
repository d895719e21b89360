/**
 * The SDL as read, each statement with the place where it stands: what the laws judge and the compiler compiles. It may
 * hold contradictions; only a draft without any becomes a policy.
 */
import type {
  ASTNode,
  DocumentNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLObjectType,
  GraphQLSchema,
  ObjectTypeDefinitionNode,
} from 'graphql';
import type { FieldModel } from '../compiled.js';
import type { DirectiveName, Use } from './directives.js';

export interface Draft {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly roles: ReadonlyMap<string, WordDraft<'party'>>;
  readonly purposes: ReadonlyMap<string, WordDraft<'purpose'>>;
  readonly categories: ReadonlyMap<string, WordDraft<'category'>>;
  readonly zones: readonly Use<'zones'>[];
  readonly bounds: readonly Use<'bound'>[];
  /** Types with a table, by name. */
  readonly types: ReadonlyMap<string, TypeDraft>;
  /** Every @disclose once, with all that it is written on: members of an object may have several owners. */
  readonly grants: readonly GrantDraft[];
  readonly roots: readonly RootDraft[];
  readonly writes: readonly WriteDraft[];
  readonly openings: readonly OpeningDraft[];
  readonly matches: readonly MatchDraft[];
  readonly requests: readonly RequestDraft[];
  /** Every set of fields by which a caller names a person whom it need not reach yet. */
  readonly namings: readonly NamingDraft[];
}

/** A set of attributes that names one person: the index over it has full length, so that nothing is opened to compare. */
export interface NamingDraft {
  /** Whose it is, as a message says it: `Query.matchTenant`. */
  readonly of: string;
  /** Of the person. */
  readonly type: string;
  readonly fields: readonly string[];
  readonly node: ASTNode;
}

/** A value of Role, Purpose or Category. */
export interface WordDraft<Name extends DirectiveName> {
  readonly name: string;
  readonly node: EnumValueDefinitionNode | undefined;
  readonly use: Use<Name> | undefined;
}

export interface TypeDraft {
  readonly name: string;
  readonly object: GraphQLObjectType;
  readonly node: ObjectTypeDefinitionNode;
  readonly kind: 'subject' | 'record' | 'entity';
  readonly stored: Use<'subject'> | Use<'record'> | Use<'entity'>;
  readonly table: string;
  readonly key: string;
  /** The type is undefined when several subjects could be meant, or none. */
  readonly subject: { readonly type: string | undefined; readonly column: string } | undefined;
  readonly population: number;
  /** By path, members of embedded objects included; `id` is not among them. */
  readonly fields: ReadonlyMap<string, FieldDraft>;
  readonly disclosures: readonly Use<'disclose'>[];
  readonly reaches: readonly ReachDraft[];
  readonly exceptionals: readonly Use<'exceptional'>[];
  readonly reveals: readonly Use<'reveals'>[];
  readonly restricts: readonly Use<'restrict'>[];
  readonly retains: readonly Use<'retain'>[];
}

export interface FieldDraft {
  readonly model: FieldModel;
  readonly node: FieldDefinitionNode;
  readonly personal: Use<'personal'> | undefined;
  readonly impersonal: Use<'impersonal'> | undefined;
  readonly disclosures: readonly Use<'disclose'>[];
  /** A list: the columns of its target that point back; one, unless the SDL is ambiguous. */
  readonly backPointers: readonly string[];
  /** A list of an interface or a union: those of each of its types. */
  readonly memberPointers: ReadonlyMap<string, readonly string[]>;
}

export interface ReachDraft {
  /** `Type.name.ROLE.ordinal`. */
  readonly id: string;
  readonly type: string;
  readonly use: Use<'reach'>;
}

export interface GrantDraft {
  readonly use: Use<'disclose'>;
  /** `path` is undefined for a grant on the whole type. */
  readonly owners: readonly { readonly type: TypeDraft; readonly path: string | undefined }[];
}

export interface RootDraft {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly use: Use<'root'> | undefined;
}

export interface WriteDraft {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly steps: readonly Use<'write'>[];
  /** Constants on the mutation itself. */
  readonly constants: readonly ConstantDraft[];
  /** What its arguments and their fields set. */
  readonly settings: readonly SettingDraft[];
}

/** A mutation with @opens. */
export interface OpeningDraft {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly use: Use<'opens'>;
  /** Type of the payload's row; undefined: it shows none, or several. */
  readonly type: string | undefined;
  /** Arguments but `reason`, each with the path that it brings. */
  readonly brings: readonly { readonly argument: GraphQLArgument; readonly path: string }[];
  readonly reason: GraphQLArgument | undefined;
}

/** A field of Query with @match, and what its arguments bring. */
export interface MatchDraft {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly use: Use<'match'>;
  readonly settings: readonly SettingDraft[];
}

/** A field of Mutation with @request, what its arguments bring, and what it sets itself. */
export interface RequestDraft {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly use: Use<'request'>;
  /** Type of the person whose record it would be; undefined when the record is of no known person. */
  readonly subject: string | undefined;
  /** Of the person: what names it. */
  readonly named: readonly SettingDraft[];
  /** Of the record. */
  readonly settings: readonly SettingDraft[];
  readonly constants: readonly ConstantDraft[];
}

/** One field that a mutation sets, compares or names the row by. */
export interface SettingDraft {
  /** Type whose field it is: of the first step, or the one that the path names. */
  readonly type: string;
  /** Path in that type. */
  readonly path: string;
  readonly use: Use<'sets'> | undefined;
  /** The argument that it comes from; undefined for a constant. */
  readonly argument: GraphQLArgument | undefined;
  /** The field of the argument's input object, and its path in it. */
  readonly input: { readonly field: GraphQLInputField; readonly path: string; readonly required: boolean } | undefined;
}

/** What a mutation itself sets. */
export interface ConstantDraft extends SettingDraft {
  readonly use: Use<'sets'>;
}

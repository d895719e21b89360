/**
 * What one operation asks, coordinate by coordinate, each with its decision. Made once for a document, role and purpose;
 * below this room no code knows a role or a purpose.
 */
import type { FieldNode, GraphQLField } from 'graphql';
import type { Precision } from '../kernel/precision.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type {
  BlindIndexModel,
  Bound,
  FieldGrant,
  ListField,
  RelationField,
  RootModel,
  ValueField,
} from '../policy/compiled.js';
import type { IdMapping, IdMappingTemplate } from './idMapping.js';
import type { MatchPlan, MatchTemplate } from './matching.js';
import type { Reading } from './reading.js';

export interface LeafPlan {
  readonly grant: FieldGrant;
  readonly field: ValueField;
  readonly precision: Precision;
  /** Index into the selection's columns. */
  readonly column: number;
  /** Name of the embedded object that holds it, if any. */
  readonly owner: string | undefined;
  /** Name of the property that graphql-js reads. */
  readonly property: string;
  /** Response paths below the row, for `extensions.withheld`. */
  readonly responsePaths: readonly (readonly string[])[];
}

export type ChildPlan = RelationPlan | ListPlan;

export interface RelationPlan {
  readonly kind: 'relation';
  readonly responseKey: string;
  /** Name of the property of the row that graphql-js reads: see `childProperty`. */
  readonly property: string;
  readonly field: RelationField;
  readonly openness: number;
  readonly column: number;
  readonly selection: SelectionPlan;
}

export interface ListPlan {
  readonly kind: 'list';
  readonly responseKey: string;
  readonly property: string;
  readonly field: ListField;
  readonly openness: number;
  readonly selection: SelectionPlan;
  readonly connection: ConnectionShape;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Of a list of several types: those of all of them are one list in the answer. */
  readonly among: MemberLists | undefined;
}

/** What the lists of one list of several types share, itself being all that matters. */
export interface MemberLists {
  /** Name of the interface or union. */
  readonly target: string;
}

/** Which parts of a connection are asked, so that no cursor is sealed for nobody. */
export interface ConnectionShape {
  readonly nodeKeys: readonly string[];
  readonly edges: readonly { readonly key: string; readonly nodeKeys: readonly string[] }[];
  readonly asksEdgeCursor: boolean;
  readonly asksEndCursor: boolean;
}

export interface SelectionPlan {
  readonly rows: RowSelection;
  /** Whether GraphQL must be told of what type a row is. */
  readonly isMember: boolean;
  readonly leaves: readonly LeafPlan[];
  readonly embedded: readonly string[];
  readonly asksId: boolean;
  readonly asksVersion: boolean;
  readonly children: readonly ChildPlan[];
  /** Fields that a row of this selection may open, children apart. */
  readonly fieldCount: number;
  /** What is read of these rows and of those below. */
  readonly reading: Reading;
}

/** A set of a FIND that the role may use, and the selection that compares and answers it. */
export interface FindTemplate {
  readonly index: BlindIndexModel;
  readonly wanted: readonly { readonly input: string; readonly field: ValueField; readonly column: number }[];
  readonly selection: SelectionPlan;
  /** What it compares. */
  readonly reading: Reading;
}

/** A field of a LIST's filter that the role reads, and what it compares. */
export interface FilterField {
  readonly input: string;
  readonly reading: Reading;
  readonly column: string;
  readonly openness: number;
}

export interface RootTemplate {
  readonly responseKey: string;
  readonly root: RootModel;
  readonly selection: SelectionPlan;
  readonly finds: readonly FindTemplate[];
  readonly filters: readonly FilterField[];
  readonly connection: ConnectionShape | undefined;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** The part of a plan that no variable changes, and what is read whichever filter or lookup is chosen. */
export interface OperationTemplate extends Reading {
  readonly roots: readonly RootTemplate[];
  readonly mappings: readonly IdMappingTemplate[];
  readonly matches: readonly MatchTemplate[];
  readonly bound: Bound;
  /** False when @skip or @include reads a variable: such a template serves one request. */
  readonly reusable: boolean;
}

export interface FilterTerm {
  readonly column: string;
  readonly openness: number;
  readonly value: unknown;
}

/** What the arguments of a root say. */
export type RootRequest =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'self' }
  /** Rows that this operation has written, as hex of their keys, in this order. */
  | { readonly kind: 'written'; readonly keys: readonly string[]; readonly isList: boolean }
  | {
      readonly kind: 'list';
      readonly first: number;
      readonly after: string | undefined;
      readonly changedSince: Date | undefined;
      readonly filter: readonly FilterTerm[];
    }
  | {
      readonly kind: 'find';
      readonly index: BlindIndexModel;
      readonly wanted: readonly { readonly field: ValueField; readonly value: unknown; readonly column: number }[];
    };

export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
}

export interface RootPlan {
  readonly template: RootTemplate;
  readonly selection: SelectionPlan;
  readonly request: RootRequest;
  /** Canonical text of what a cursor of this root is bound to beside its caller. */
  readonly cursorScope: string;
}

/** The ticket of `fetch`; its reading is of just this request. */
export interface RequestPlan extends Reading {
  readonly roots: readonly RootPlan[];
  readonly mappings: readonly IdMapping[];
  readonly matches: readonly MatchPlan[];
  /** Arguments of every nested list. */
  readonly pages: ReadonlyMap<ListPlan, PageRequest>;
  /** Rows × fields that the operation may open. */
  readonly cost: number;
}

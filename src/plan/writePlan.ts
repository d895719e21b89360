/**
 * What one mutation asks: its steps with their decision, where each value comes from and what it sets. Made once for a
 * document, role and purpose; below this room no code knows a role or a purpose.
 */
import type { FieldNode, GraphQLField } from 'graphql';
import type {
  Bound,
  ExceptionalReach,
  ObjectModel,
  OpeningModel,
  RelationField,
  ValueField,
} from '../policy/compiled.js';
import type { RelatedCondition, RowWriting } from '../policy/rowWriting.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type { Constant } from './constant.js';
import type { Reading } from './reading.js';
import type { LinkAsked, RequestTemplate } from './requestTemplate.js';
import type { OperationTemplate, RequestPlan } from './requestPlan.js';

/** One value that a caller brings. */
export interface Setting {
  /** What a row's error names: the path in the input object, or the argument. */
  readonly input: string;
  readonly argument: string;
  /** Where the value stands in the argument; empty for the argument itself. */
  readonly path: readonly string[];
  readonly sets: SettingTarget;
  /** Names of what it sets or compares. */
  readonly coordinates: readonly string[];
}

export type SettingTarget =
  /** The row that is written. */
  | { readonly kind: 'row'; readonly type: string }
  /** The state of it that the caller has seen. */
  | { readonly kind: 'version' }
  | { readonly kind: 'value'; readonly field: ValueField }
  /** The person of a new record. */
  | { readonly kind: 'person'; readonly field: RelationField }
  /** Another row: `related` is what of it the caller must reach, `isOwn` whether it must be the same person's. */
  | {
      readonly kind: 'relation';
      readonly field: RelationField;
      readonly related: RowSelection;
      readonly isOwn: boolean;
    }
  /** Nothing: what the row reached by the relation `by` must hold in `field`. */
  | {
      readonly kind: 'condition';
      readonly by: RelationField;
      readonly field: ValueField | RelationField;
      readonly condition: RelatedCondition;
    };

export interface StepPlan {
  readonly writing: RowWriting;
  readonly settings: readonly Setting[];
  readonly constants: readonly Constant[];
  /** UPDATE, END: what the caller must reach of the row, with what the recomputing of its indexes opens. */
  readonly target: RowSelection | undefined;
  /** UPDATE, END by a version: what it speaks of. */
  readonly versioned: RowSelection | undefined;
  /** CREATE of a record: what the caller must reach of its person. */
  readonly person: RowSelection | undefined;
}

/** A field of the payload that shows the written rows, under one response key. */
export interface PayloadTemplate {
  readonly responseKey: string;
  /** Of the payload object, which graphql-js reads. */
  readonly property: string;
  readonly isList: boolean;
  readonly operation: OperationTemplate;
}

export interface WriteTemplate {
  readonly responseKey: string;
  /** Name of the mutation. */
  readonly name: string;
  readonly step: StepPlan;
  /** Records that a new person gets with the person. */
  readonly following: readonly StepPlan[];
  /** The list argument, when the write takes many rows, and how many at most. */
  readonly rows: { readonly argument: string; readonly atMost: number } | undefined;
  readonly keyArgument: string | undefined;
  readonly payload: readonly PayloadTemplate[];
  /** Whether the payload shows a written row: else the answer holds errors and a receipt. */
  readonly readsRows: boolean;
  /** What it sets and shows whatever is given: its own name, its constants, its payload. */
  readonly reading: Reading;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** A mutation that opens an exceptional reach: it stands alone in its operation. */
export interface OpeningTemplate {
  readonly responseKey: string;
  /** Name of the mutation. */
  readonly name: string;
  readonly model: ObjectModel;
  readonly opening: OpeningModel;
  readonly reach: ExceptionalReach;
  /** What names the person, in the order of the index. */
  readonly wanted: readonly { readonly argument: string; readonly field: ValueField }[];
  readonly payload: readonly PayloadTemplate[];
  /** Its own name, what it compares, its payload. */
  readonly reading: Reading;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

export interface MutationTemplate {
  readonly writes: readonly WriteTemplate[];
  /** When it is there, nothing is written beside it. */
  readonly opening: OpeningTemplate | undefined;
  /** First contacts: an operation has none beside writes. */
  readonly requests: readonly RequestTemplate[];
  readonly bound: Bound;
  /** False when @skip or @include reads a variable: such a template serves one request. */
  readonly reusable: boolean;
}

/** Values of one row by step, then by setting: undefined when not given, null when given as null. */
export type GivenRow = readonly (readonly unknown[])[];

export interface WriteRequest {
  readonly template: WriteTemplate;
  /** Idempotency key. */
  readonly key: string | undefined;
  /** A write without a list has one. */
  readonly rows: readonly GivenRow[];
  /** Canonical text of the arguments, the key apart: by it a repetition is known. */
  readonly canonical: string;
  /** Parallel to the template's payload. */
  readonly readBacks: readonly RequestPlan[];
}

export interface OpeningRequest {
  readonly template: OpeningTemplate;
  /** What names the person, as the caller brought it. */
  readonly wanted: readonly { readonly field: ValueField; readonly value: unknown }[];
  readonly reason: string;
  /** Parallel to the template's payload. */
  readonly readBacks: readonly RequestPlan[];
}

/** The ticket of `admit`; its coordinates are those of what just this request sets, compares and shows. */
export interface MutationPlan extends Reading {
  /** In the order of the document: each is done before the next begins. */
  readonly writes: readonly WriteRequest[];
  readonly opening: OpeningRequest | undefined;
  readonly asked: readonly LinkAsked[];
}

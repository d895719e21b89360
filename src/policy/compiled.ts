/**
 * What the SDL says once it is compiled: the only form in which any other room meets the policy. Immutable, made once
 * at start by `compilePolicy`.
 */
import type { Brand } from '../kernel/brand.js';
import type { ClaimName } from '../kernel/caller.js';
import type { Duration } from '../kernel/duration.js';
import type { Precision } from '../kernel/precision.js';
import type { ScalarKind } from '../kernel/scalar.js';

/** Hex SHA-256 of the canonical SDL. */
export type PolicyDigest = Brand<string, 'PolicyDigest'>;

export type Party = 'CONTROLLER' | 'JOINT_CONTROLLER' | 'PROCESSOR' | 'RECIPIENT' | 'DATA_SUBJECT' | 'SUPERVISION';
export type Sensitivity = 'ORDINARY' | 'NATIONAL_ID' | 'SPECIAL' | 'OFFENCE';

export interface CompiledPolicy {
  readonly digest: PolicyDigest;
  /** IANA names; at least one. */
  readonly zones: readonly string[];
  readonly purposes: ReadonlyMap<string, PurposeModel>;
  readonly categories: ReadonlyMap<string, Sensitivity>;
  readonly types: ReadonlyMap<string, ObjectModel>;
  /** By field name of Query. */
  readonly roots: ReadonlyMap<string, RootModel>;
  /** By field name of Mutation. */
  readonly writes: ReadonlyMap<string, WriteModel>;
  /** By field name of Query. */
  readonly matches: ReadonlyMap<string, MatchModel>;
  /** By field name of Mutation. */
  readonly requests: ReadonlyMap<string, RequestModel>;
  readonly roles: ReadonlyMap<string, RolePolicy>;
}

export interface PurposeModel {
  readonly name: string;
  readonly basis: string;
  readonly text: string;
}

// ── the store: what is where ────────────────────────────────────────────────────────────────────────────────────

export interface ObjectModel {
  readonly name: string;
  readonly kind: 'subject' | 'record' | 'entity';
  readonly table: string;
  /** Column of the row's UUID. */
  readonly key: string;
  /** Whose data a row is: the type of the person and the column that holds the person's UUID (a subject: its own key). */
  readonly subject: { readonly type: string; readonly column: string } | undefined;
  /** By path inside the type: `email`, `address`, `address.postcode`. `id` is not among them: it is the key. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly restricts: readonly RestrictModel[];
  readonly retain: { readonly from: string; readonly keep: Duration } | undefined;
  /** Persons that the store is made for: sizes the truncated blind indexes. Subjects only. */
  readonly population: number;
  readonly indexes: readonly BlindIndexModel[];
  readonly description: string;
}

export type FieldModel = ValueField | EmbeddedField | RelationField | ListField | MembersField;

interface FieldBase {
  readonly path: string;
  readonly description: string;
  /** `Type.field` of GraphQL, as the schema writes it. */
  readonly coordinate: string;
  readonly category: string | undefined;
}

/** A value in a column. Sealed columns are `bytea`. */
export interface ValueField extends FieldBase {
  readonly kind: 'value';
  readonly column: string;
  readonly scalar: ScalarKind;
  /** Name of the GraphQL type: `Email`, `LeaseStatus`, `LeaseNumber`. */
  readonly typeName: string;
  /** Values of an enum. */
  readonly values: readonly string[] | undefined;
  /** @format of a store's own scalar, anchored. */
  readonly pattern: string | undefined;
  readonly storage: 'sealed' | 'clear';
  readonly required: boolean;
}

/** An object stored in its owner's row; its members are fields of the owner, at `path.member`. */
export interface EmbeddedField extends FieldBase {
  readonly kind: 'embedded';
  readonly typeName: string;
  readonly members: readonly string[];
}

/** Follows `column` (`<field>_id`) to one row of `target`. */
export interface RelationField extends FieldBase {
  readonly kind: 'relation';
  readonly column: string;
  readonly target: string;
  readonly required: boolean;
}

/** Rows of `target` whose `column` points back to this row. */
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly target: string;
  readonly column: string;
}

/** Rows of the types of an interface or a union, in one list: one list a type. */
export interface MembersField extends FieldBase {
  readonly kind: 'members';
  /** Name of the interface or union. */
  readonly target: string;
  readonly lists: readonly ListField[];
}

export interface RestrictModel {
  /** A clear boolean column: true withholds `fields` from all but `except`. */
  readonly column: string;
  readonly fields: readonly string[];
  readonly except: readonly string[];
}

/**
 * One lookup of a subject: a single field (`search:`) or a set of a FIND. `column` is a `bytea` beside the sealed ones.
 * A store names it `<field>_bidx`, a compound one `<field>_<field>_bidx` with the columns in the order of the set.
 */
export interface BlindIndexModel {
  readonly column: string;
  readonly fields: readonly string[];
  /**
   * A single field with `search: [UNIQUE]`. It has 256 bits, and so has a compound with such a field: no two persons share
   * the values. Any other is truncated to `bits` as CipherSweet's planner advises.
   */
  readonly unique: boolean;
  readonly bits: number;
}

// ── reach ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Reach {
  /** Unique: `Type.name.ROLE.ordinal`. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly role: string;
  readonly through: string;
  /** Column of `through` that holds the person's UUID. */
  readonly subject: string;
  /** Column of `through` that is compared with the claim. */
  readonly column: string;
  /** Column of `through` that holds the record's key; undefined: every row of the persons so reached. */
  readonly row: string | undefined;
  readonly claim: ClaimName;
  readonly starts: string;
  readonly ends: string | undefined;
  readonly longest: Duration | undefined;
  readonly closes: readonly string[];
  /**
   * Of an @exceptional: its links are the rows of the engine's own table that hold just these values. Each of them ends.
   * Undefined: the links are the store's.
   */
  readonly opened: readonly { readonly column: string; readonly value: string }[] | undefined;
}

/** A reach that one opens for a reason: @exceptional, for one role and type of person. */
export interface ExceptionalReach {
  readonly name: string;
  /** The type of the person. */
  readonly type: string;
  readonly role: string;
  readonly lasts: Duration;
  /** Within which somebody else reviews an opening. */
  readonly review: Duration;
  /** Spent beside those of the role's bound, in scopes of their own. */
  readonly persons: readonly Allowance[];
  readonly misses: readonly Allowance[];
}

// ── a role ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface RolePolicy {
  readonly role: string;
  readonly party: Party;
  readonly authentication: Authentication;
  readonly bound: Bound;
  /** Purposes for which anything is granted to the role. */
  readonly purposes: readonly string[];
  /** Types in the role's contract: granted, and reachable from its roots and payloads. */
  readonly types: ReadonlyMap<string, TypeGrant>;
  /** All reaches of the role by type, also of types that it only writes. */
  readonly reaches: ReadonlyMap<string, readonly Reach[]>;
  /** Reaches that its accounts open for a reason. */
  readonly exceptional: readonly ExceptionalReach[];
  /** Query fields in the contract. */
  readonly roots: readonly string[];
  /** Mutation fields in the contract. */
  readonly writes: readonly string[];
  /** Query fields with @match in the contract. */
  readonly matches: readonly string[];
  /** Mutation fields with @request in the contract. */
  readonly requests: readonly string[];
  /** Of which requests the role is asked: each with the reaches of the person through which it answers. */
  readonly answers: ReadonlyMap<string, readonly Reach[]>;
  /** What its holder, the person itself, may approve of its own; none of any other role. */
  readonly approvables: readonly Approvable[];
  /** The contract as SDL: what the executable schema is built from. */
  readonly contract: string;
}

/** What the person's approval for one purpose opens of that person. */
export interface Approvable {
  /** GraphQL type of the person. */
  readonly type: string;
  readonly purpose: string;
  readonly roles: readonly ApprovableRole[];
}

/** What one role reads only under the approval. */
export interface ApprovableRole {
  readonly role: string;
  /** `Type.path` of the store, sorted. */
  readonly fields: readonly { readonly coordinate: string; readonly precision: Precision }[];
  /** Through which links. */
  readonly reaches: readonly Reach[];
}

/** How sure we are of who holds the role: @party. */
export interface Authentication {
  /** Values of `acr` that do, the preferred one first; empty: any. */
  readonly acr: readonly string[];
  /** How old a session may be; undefined: as old as its token. */
  readonly maxAgeSeconds: number | undefined;
  /** How old it may be for a field with `stepUp`; undefined: the role has no such field. */
  readonly stepUpAgeSeconds: number | undefined;
  /** Whether machines may hold the role too. */
  readonly machine: boolean;
  /** Partners (joint controllers, processors, recipients) must prove a key or a certificate (RFC 9449, RFC 8705). */
  readonly isSenderConstrained: boolean;
  /** Whether its accounts stand in the register: all but a data subject's. */
  readonly isRegistered: boolean;
}

export interface Bound {
  readonly page: number;
  readonly cost: number;
  readonly persons: readonly Allowance[];
  readonly misses: readonly Allowance[];
}

export interface Allowance {
  readonly of: number | undefined;
  readonly share: number | undefined;
  readonly floor: number | undefined;
  readonly cap: number | undefined;
  readonly per: Duration;
  readonly by: ClaimName;
  readonly shadow: boolean;
}

export interface TypeGrant {
  readonly type: string;
  /** Reaches of this role on this type; empty on an entity. */
  readonly reaches: readonly Reach[];
  /**
   * By path of the contract: `email`, `birthDateAgeBand`, `address`, `address.postcodePostcodeArea`, `leases`.
   * `id` is not in the map: it comes with any other field.
   */
  readonly fields: ReadonlyMap<string, FieldGrant>;
  /** By purpose: the union of all its fields' gates; a row that none of them lets through is absent. */
  readonly visible: ReadonlyMap<string, Gate>;
  /** Whether the role changes rows of the type by a write that takes their `version`: then its contract has the field. */
  readonly isVersioned: boolean;
}

export interface FieldGrant {
  /** Path in the contract. */
  readonly name: string;
  /** Path in the store's type. */
  readonly path: string;
  readonly precision: Precision;
  /** What opens it, for each purpose; a purpose that is not there is refused before any read. */
  readonly gates: ReadonlyMap<string, Gate>;
  /** Columns of @restrict that withhold it from this role. */
  readonly restrictedBy: readonly string[];
  /** Purposes for which it asks for a fresh strong authentication. */
  readonly stepUpFor: ReadonlySet<string>;
}

/** `open`: an entity's field. Else: the row is linked to the caller through one of the terms. */
export type Gate = { readonly kind: 'open' } | { readonly kind: 'linked'; readonly terms: readonly GateTerm[] };

export interface GateTerm {
  readonly reach: Reach;
  /** How long after the link's end it still opens. */
  readonly within: Duration;
  /** Whether it opens only while the person's approval for the caller's organisation and the purpose lives. */
  readonly approval: boolean;
}

// ── roots and writes ────────────────────────────────────────────────────────────────────────────────────────────

export interface RootModel {
  readonly name: string;
  readonly kind: 'NODE' | 'LIST' | 'FIND';
  /** Of its rows; of a NODE also an interface or a union. */
  readonly type: string;
  /** Types with a table that its row may be of: `type` itself, or those of the interface or union. */
  readonly members: readonly string[];
  /** NODE: whether it takes `id`; without it, the row of the SUBJECT claim. */
  readonly takesId: boolean;
  /** FIND: sets of field paths, and the name of its argument. */
  readonly by: readonly (readonly string[])[];
  readonly changedSince: boolean;
  /**
   * LIST: the argument, its input type, and the path that each input field compares: a clear column of `type` itself,
   * to be compared only where the field's own gate is open.
   */
  readonly filter:
    | { readonly argument: string; readonly inputType: string; readonly compares: ReadonlyMap<string, string> }
    | undefined;
  /** FIND: argument and its input type; input field -> field path. */
  readonly find:
    { readonly argument: string; readonly inputType: string; readonly sets: ReadonlyMap<string, string> } | undefined;
  readonly description: string;
}

export interface WriteModel {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly WriteArgument[];
  /**
   * One or more @write, in the order written. A caller takes those that name its role and purpose: at most one a type, and
   * one of every type. A step after the CREATE of a person writes a record of just that person.
   */
  readonly steps: readonly WriteStep[];
  /** @opens: it writes no row of the store and has no step. */
  readonly opens: OpeningModel | undefined;
  readonly payload: string;
  /** Field of the payload that holds the written row, if any. */
  readonly payloadField: { readonly name: string; readonly type: string; readonly list: boolean } | undefined;
}

/** A mutation that opens an exceptional reach for the person whom its arguments name. */
export interface OpeningModel {
  readonly reach: string;
  /** The type of the person: that of the payload's row. */
  readonly type: string;
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  /** Of which all fields are brought; it has full length. */
  readonly index: BlindIndexModel;
  /** Argument by path of the field that it brings. */
  readonly brings: ReadonlyMap<string, string>;
  /** Words of the argument `reason`; undefined: it is text. */
  readonly reasons: readonly string[] | undefined;
}

export interface WriteArgument {
  readonly name: string;
  /** Printed GraphQL type, `[ReadingRow!]!`. */
  readonly type: string;
  readonly list: boolean;
  /** What it sets: an input object's fields; a scalar itself, once for each of its @sets. A key sets nothing. */
  readonly fields: readonly WriteInput[];
  readonly role: 'input' | 'rows' | 'value' | 'key';
  readonly required: boolean;
  readonly typeName: string;
}

export interface WriteInput {
  /** Path in the input object, or name of the argument: `email`, `address.postcode`. What has two @sets is there twice. */
  readonly name: string;
  readonly typeName: string;
  /** Whether it and what holds it are non-null. */
  readonly required: boolean;
  /** Type of the step whose field `sets` is. */
  readonly writes: string;
  /**
   * `id` names the row, `version` the state of it that the caller has seen. A value, an embedded member (`address.postcode`) or a relation (`session`, whose value is an id)
   * is set; a path through a relation (`lease.building`) is a condition: the related row must hold that value.
   */
  readonly sets: string;
  /** The values from which the field may be changed; undefined: from any. */
  readonly from: readonly string[] | undefined;
}

export interface WriteStep {
  readonly kind: 'CREATE' | 'UPDATE' | 'END';
  readonly type: string;
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  /**
   * Names of reaches through which the caller must hold the row; for a CREATE, its person and each record that its inputs
   * name, by the reaches of each of those types. Empty for the CREATE of a person, and of a record of one just created.
   */
  readonly through: readonly string[];
  readonly rows: number;
  /** END: columns that it may set when they are null, or to earlier; never later, never null. */
  readonly shortens: readonly string[];
  /** Constants and claims that this step sets on the mutation itself. */
  readonly constants: readonly {
    readonly field: string;
    readonly value: string | undefined;
    readonly claim: ClaimName | undefined;
    readonly from: readonly string[] | undefined;
  }[];
}

// ── persons named by attributes ─────────────────────────────────────────────────────────────────────────────────

/** What an argument, or a field of its input object, brings. */
export interface BroughtValue {
  readonly argument: string;
  /** Where it stands in the argument; empty for the argument itself. */
  readonly path: readonly string[];
  /** Path in the type. */
  readonly sets: string;
}

export interface MatchModel {
  readonly name: string;
  readonly description: string;
  /** Of the person. */
  readonly type: string;
  /** Paths of the fields that must all hold the values: those of one whole blind index. */
  readonly on: readonly string[];
  readonly brought: readonly BroughtValue[];
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  /** Names of reaches through which the caller must hold the person now. */
  readonly through: readonly string[];
  readonly misses: readonly Allowance[];
}

/** A first contact: a record that would link the caller to a person, made once somebody else has said yes. */
export interface RequestModel {
  readonly name: string;
  readonly description: string;
  /** Of the record. */
  readonly type: string;
  /** Type of the person. */
  readonly subject: string;
  /** Paths of the person's fields that name it: those of one whole blind index. */
  readonly by: readonly string[];
  readonly named: readonly BroughtValue[];
  /** Relations of the record to entities. */
  readonly brought: readonly BroughtValue[];
  /** What the request itself sets. A dotted path is a condition on the entity that a brought relation leads to. */
  readonly constants: readonly {
    readonly field: string;
    readonly value: string | undefined;
    readonly claim: ClaimName | undefined;
  }[];
  /** Fields that hold since when the record links: the instant of the answer. */
  readonly starts: readonly string[];
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  /** Names of the reaches through which another role answers for the person. */
  readonly confirm: readonly string[];
  readonly expires: Duration;
  readonly misses: readonly Allowance[];
}

/** What a path in a type names: the row, a value, a relation, or through relations a field of another row. */
import type { RelationField, ValueField } from '../compiled.js';
import { versionName } from '../naming.js';
import type { Draft } from './draft.js';

export type NamedPath =
  | { readonly kind: 'id' }
  /** The state of the row that the caller has seen. */
  | { readonly kind: 'version' }
  | { readonly kind: 'value'; readonly model: ValueField }
  | { readonly kind: 'relation'; readonly model: RelationField }
  /** A condition on the row that `relation` leads to. */
  | { readonly kind: 'through'; readonly relation: RelationField; readonly end: NamedPath };

/** Undefined when the path names nothing that can be set or compared. */
export function resolvePath(draft: Draft, typeName: string, path: string): NamedPath | undefined {
  const type = draft.types.get(typeName);
  if (type === undefined) return undefined;
  if (path === 'id') return type.object.getFields()['id'] === undefined ? undefined : { kind: 'id' };
  if (path === versionName) return type.kind === 'entity' ? undefined : { kind: 'version' };
  const model = type.fields.get(path)?.model;
  if (model?.kind === 'value') return { kind: 'value', model };
  if (model?.kind === 'relation') return { kind: 'relation', model };
  const dot = path.indexOf('.');
  const relation = type.fields.get(path.slice(0, Math.max(0, dot)))?.model;
  if (relation?.kind !== 'relation') return undefined;
  const end = resolvePath(draft, relation.target, path.slice(dot + 1));
  return end === undefined || end.kind === 'id' || end.kind === 'version'
    ? undefined
    : { kind: 'through', relation, end };
}

/** GraphQL type of an input that brings what `path` names. */
export function inputTypeOf(path: NamedPath): string {
  switch (path.kind) {
    case 'id':
    case 'relation':
      return 'ID';
    case 'version':
      return 'String';
    case 'value':
      return path.model.typeName;
    case 'through':
      return inputTypeOf(path.end);
  }
}

/** The column that a write to `path` changes; undefined for the row itself and for a condition. */
export function columnOfPath(path: NamedPath | undefined): string | undefined {
  return path?.kind === 'value' || path?.kind === 'relation' ? path.model.column : undefined;
}

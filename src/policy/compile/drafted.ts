/** What a draft holds of what a grant names: it was made of it. */
import { invariant } from '../../kernel/invariant.js';
import type { Draft, FieldDraft, TypeDraft } from '../read/draft.js';

export function typeOf({ types }: Draft, name: string): TypeDraft {
  const type = types.get(name);
  invariant(type, `${name} has a table`);
  return type;
}

export function fieldOf(type: TypeDraft, path: string): FieldDraft {
  const field = type.fields.get(path);
  invariant(field, `${type.name}.${path} is a field`);
  return field;
}

import type { FieldModel } from './compiled.js';

/** Types of the rows that a relation or a list leads to; undefined for what leads nowhere. */
export function targetsOf(field: FieldModel | undefined): readonly string[] | undefined {
  switch (field?.kind) {
    case 'relation':
    case 'list':
      return [field.target];
    case 'members':
      return field.lists.map(({ target }) => target);
    case 'value':
    case 'embedded':
    case undefined:
      return undefined;
  }
}

import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, FieldDraft, NamingDraft } from '../read/draft.js';
import type { Finding } from './law.js';
import { isSensitive, isUnique } from './law.js';

/**
 * Who names a person whom it does not reach brings two attributes at least, one of which no two persons share: then the index
 * tells by itself whom they name, and nothing is opened. None of them is of a special category: yes would disclose it.
 */
export function namingsIdentify(draft: Draft): readonly PolicyProblem[] {
  return draft.namings.flatMap((naming) => problemsOf(draft, naming).map((finding) => wrong(naming, finding)));
}

function problemsOf(draft: Draft, { type: name, fields }: NamingDraft): readonly Finding[] {
  const type = draft.types.get(name);
  if (type?.kind !== 'subject') {
    return [{ code: 'WRITE_TYPE_UNKNOWN', what: `names a ${name}, which is no person`, remedy: 'Name a @subject.' }];
  }
  const unknown = fields.filter((path) => !isPersonalValue(type.fields.get(path)));
  const known = fields.flatMap((path) => type.fields.get(path) ?? []);
  return [
    ...(new Set(fields).size < 2 ? [tooSmall(fields)] : []),
    ...unknown.map((path) => unknownField(path)),
    ...(known.some(isUnique) || unknown.length > 0 ? [] : [withoutUnique(fields)]),
    ...known.filter((field) => isSensitive(draft, field)).map(({ model }) => sensitive(model.path)),
  ];
}

function tooSmall(fields: readonly string[]): Finding {
  return {
    code: 'FIND_SET_TOO_SMALL',
    what: `names a person by ${fields.join(', ') || 'nothing'} alone`,
    remedy: 'Name two different fields at least.',
  };
}

function unknownField(path: string): Finding {
  return {
    code: 'FIELD_UNKNOWN',
    what: `names a person by ${path}, which is no personal value of it`,
    remedy: 'Name @personal fields, `address.postcode` for a member.',
  };
}

function withoutUnique(fields: readonly string[]): Finding {
  return {
    code: 'SET_NOT_UNIQUE',
    what: `names a person by ${fields.join(', ')}, which two persons may share`,
    remedy: 'Bring a field with search: [UNIQUE] in.',
  };
}

function sensitive(path: string): Finding {
  return {
    code: 'SPECIAL_NAMED',
    what: `names a person by ${path}, which is of a special category or an offence`,
    remedy: `Take ${path} out: that it fits would tell it.`,
  };
}

function isPersonalValue(field: FieldDraft | undefined): boolean {
  return field?.model.kind === 'value' && field.personal !== undefined;
}

function wrong({ of, node }: NamingDraft, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(node, { code, message: `${of} ${what}.`, remedy });
}

import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { ProblemCode } from '../problemCodes.js';
import type { Draft, FieldDraft } from '../read/draft.js';
import type { OwnedField } from './law.js';
import { ownedFields } from './law.js';

/** Every value of a person's row is @personal or @impersonal, and one of both; nothing personal is on an entity. */
export function fieldsAreClassified(draft: Draft): readonly PolicyProblem[] {
  const fields = ownedFields(draft);
  const personRows = new Set(fields.filter(({ type }) => type.kind !== 'entity').map(({ field }) => field.node));
  return fields.flatMap((owned) => {
    const { type, field } = owned;
    // An address that a person and a building share is personal where it is the person's.
    if (type.kind === 'entity') return personRows.has(field.node) ? [] : onEntity(field);
    return onPerson(owned);
  });
}

function onEntity(field: FieldDraft): readonly PolicyProblem[] {
  return field.personal === undefined
    ? []
    : [
        wrong(
          field,
          'PERSONAL_ON_ENTITY',
          'is personal on a type that is about no person',
          'Make the type a @record of the person, or take @personal off.',
        ),
      ];
}

function onPerson({ field }: OwnedField): readonly PolicyProblem[] {
  const { personal, impersonal, model } = field;
  switch (model.kind) {
    case 'embedded':
      return personal === undefined && impersonal === undefined
        ? []
        : [
            wrong(
              field,
              'EMBEDDED_TAKES_MEMBERS',
              'takes what its members say',
              'Write @personal or @impersonal on the members.',
            ),
          ];
    case 'relation':
    case 'list':
    case 'members':
      return [
        ...(impersonal === undefined
          ? []
          : [
              wrong(
                field,
                'RELATION_IS_PERSONAL',
                'says whom a person has to do with',
                'Take @impersonal off: relations of a person are personal.',
              ),
            ]),
        ...(personal === undefined || personal.args.search.length === 0
          ? []
          : [wrong(field, 'SEARCH_OFF_SUBJECT', 'is no value to search', 'Take `search` off.')]),
      ];
    case 'value':
      return onValue(field);
  }
}

function onValue(field: FieldDraft): readonly PolicyProblem[] {
  const { personal, impersonal } = field;
  if (personal === undefined && impersonal === undefined) {
    return [
      wrong(
        field,
        'FIELD_UNCLASSIFIED',
        'is neither personal nor impersonal',
        'Write @personal(category: …), or @impersonal(reason: "…").',
      ),
    ];
  }
  if (personal !== undefined && impersonal !== undefined) {
    return [
      wrong(
        field,
        'FIELD_CLASSIFIED_TWICE',
        'is both personal and impersonal',
        'Keep one of @personal and @impersonal.',
      ),
    ];
  }
  return [];
}

function wrong({ node, model }: FieldDraft, code: ProblemCode, what: string, remedy: string): PolicyProblem {
  return problemAt(node.name, { code, message: `${model.coordinate} ${what}.`, remedy });
}

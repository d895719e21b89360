/** What a contract says of its fields beside what the store's own SDL says. */
import { getDirectiveValues, GraphQLDeprecatedDirective } from 'graphql';
import type { Precision } from '../../kernel/precision.js';
import type { FieldGrant } from '../compiled.js';
import { termsOf } from '../gateTerms.js';
import type { FieldDraft } from '../read/draft.js';

export const versionSentence =
  'What the row looks like to you, for `version` of a write: of fields that you read exactly for this purpose.';

export const rungSentences: Readonly<Record<Precision, string>> = {
  EXACT: '',
  INITIAL: 'The first letter only.',
  YEAR: 'The year only.',
  AGE_BAND: 'The age band only, by year of birth.',
  POSTCODE_AREA: 'The area of the postal code only.',
  MASKED: 'Masked.',
  LAST2: 'The last two characters only.',
  PSEUDONYM: 'A pseudonym: stable for one organisation, unlinkable between two.',
  PRESENCE: 'Whether there is a value.',
};

export function describe(model: FieldDraft['model'], grant: FieldGrant): string | null {
  return sentences([rungSentences[grant.precision], model.description, approvalSentence(grant), stepUpSentence(grant)]);
}

/** Null where there is nothing to say. */
export function sentences(parts: readonly string[]): string | null {
  const text = parts.filter((part) => part !== '').join('\n\n');
  return text === '' ? null : text;
}

/** Who shows the field knows why it may be empty: which persons have approved, nobody is told. */
function approvalSentence({ gates }: FieldGrant): string {
  const terms = [...gates.values()].flatMap(termsOf);
  if (!terms.some(({ approval }) => approval)) return '';
  const isWhole = terms.every(({ approval }) => approval);
  return `${isWhole ? 'Only' : 'In part only'} while the person approves it for the organisation and the purpose.`;
}

/** A client that asks for the field knows that it may have to send the person to authenticate. */
function stepUpSentence({ gates, stepUpFor }: FieldGrant): string {
  if (stepUpFor.size === 0) return '';
  const purposes = stepUpFor.size < gates.size ? ` for ${[...stepUpFor].toSorted().join(', ')}` : '';
  return `Asks for a fresh authentication${purposes}: no older than the \`stepUpAge\` of \`me\`.`;
}

/** What is said of the store's field holds for each of its rungs. */
export function deprecationOf({ node }: FieldDraft): string | undefined {
  const reason = getDirectiveValues(GraphQLDeprecatedDirective, node)?.['reason'];
  return typeof reason === 'string' ? reason : undefined;
}

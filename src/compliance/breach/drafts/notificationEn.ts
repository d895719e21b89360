import { precisionWord } from '../../coordinates.js';
import type { BreachRecord } from '../breachRecord.js';
import { all, answersServed, approximate, hasSensitivity, refusalsOf, span, table, valuesServed } from './figures.js';

/** The draft to the authority: the points of GDPR Article 33(3), and what is left to whoever signs it. */
export function notificationEn(record: BreachRecord): string {
  const { question, persons, ledger } = record;
  return `# Notification of a personal data breach (GDPR Article 33): draft

[ ] First notification  [ ] Complement to notification no. ________ (Article 33(4))

- Controller: ________
- Became aware on: ________ at ________ . Within 72 hours (Article 33(1)), or the reasons for the delay: ________
- Made from: the disclosure ledger, entries ${ledger.firstEntry} to ${ledger.lastEntry}; ${question.mark} \`${question.value}\`, from ${question.from} to ${question.to}.

## (a) Nature of the breach

Personal data were read through the ${question.mark} named above by somebody who was not entitled to. [ ] Confidentiality [ ] Integrity [ ] Availability

${spanOf(record)}

- Data subjects: about **${approximate(all(persons))}**. Of these about ${approximate(persons.completed)} in answers that were completed, about ${approximate(persons.unknown)} only in answers of which it is not known whether they arrived.
- Records (values of a person): about **${approximate(valuesServed(record))}**, in ${answersServed(record)} answers.
- Changed through it (integrity): rows of about ${approximate(persons.written)} persons.
- Tried and refused: ${refusalsOf(record)} requests. Nothing was disclosed by them.
- Categories of data subjects: ________

${table(
  ['Category of data', 'Sensitivity', 'Data subjects, about'],
  record.categories.map((each) => [
    each.category,
    sensitivities[each.sensitivity] ?? each.sensitivity,
    approximate(all(each)),
  ]),
)}

${table(
  ['Field', 'Precision', 'Data subjects, about'],
  record.fields.map((each) => [each.coordinate, precisionWord(each.precision), approximate(all(each))]),
)}

## (b) Contact

Data protection officer, or where more can be learned: ________ (name, telephone, email)

## (c) Likely consequences

${consequencesOf(record)}

To be judged by whoever knows the circumstances; it decides on Article 34 (communication to the data subjects).

## (d) Measures taken or proposed

${measuresOf(record)}
- Proposed: ________

## What is not known yet (Article 33(4): in phases)

- What was copied in the partner's own software before, and what was done with the data outside: this system does not see it.
- How the ${question.mark} was taken, and by whom: ________
- Whether the ${persons.unknown} persons in answers of unknown delivery were received.
- The names of the data subjects: the file holds internal keys; two persons make the letters (\`cloison breach letters\`).
`;
}

const sensitivities: Readonly<Record<string, string>> = {
  ORDINARY: 'ordinary',
  NATIONAL_ID: 'national identification number (Article 87)',
  SPECIAL: 'special category (Article 9)',
  OFFENCE: 'offences (Article 10)',
};

function spanOf(record: BreachRecord): string {
  const found = span(record);
  if (found === undefined) return 'No answer was served in this stretch of time.';
  return `Answers were served from the hour of ${found.first} to the hour of ${found.last}, in ${record.hours.filter(({ answers }) => answers > 0).length} hours.`;
}

function consequencesOf(record: BreachRecord): string {
  if (record.categories.length === 0) return '- None is likely from this system: no personal data were served.';
  return [
    '- Unwanted contact, phishing and fraud that uses what was read to be believed.',
    ...(hasSensitivity(record, 'NATIONAL_ID') ? ['- Identity theft by the national identification number.'] : []),
    ...(hasSensitivity(record, 'SPECIAL')
      ? ['- Discrimination, or harm to reputation, by data of a special category.']
      : []),
    ...(hasSensitivity(record, 'OFFENCE') ? ['- Discrimination by data about offences.'] : []),
    '- For persons whose address or telephone must not be known: danger. ________',
  ].join('\n');
}

function measuresOf({ changes, alarms }: BreachRecord): string {
  if (changes.length + alarms.length === 0) return '- Taken in this system: none is recorded yet. ________';
  const raised = alarms.map(
    ({ at, detector, account, reactions }) => `- ${at}: alarm ${detector}, \`${account}\`; ${reactions.join(', ')}`,
  );
  const changed = changes.map(
    ({ at, actor, action, kind, target }) => `- ${at}: ${action} ${kind} \`${target}\`, by ${actor}`,
  );
  return [...raised, ...changed].join('\n');
}

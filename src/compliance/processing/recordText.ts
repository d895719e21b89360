/** A record of processing as Markdown, in one language: the controller's, or that of a processor for the controller. */
import type { Language } from '../words/language.js';
import { lengthIn } from '../words/lengths.js';
import { table } from '../words/table.js';
import type { ControllerFile } from './controllerFile.js';
import { activityText } from './activityText.js';
import { measuresText } from './measuresText.js';
import { contactText, partiesText } from './partiesText.js';
import type { ProcessingRecord } from './processingRecord.js';
import { english } from './words/english.js';
import { french } from './words/french.js';
import type { RecordWords } from './words/words.js';
import type { Writing } from './writing.js';

const words: Readonly<Record<Language, RecordWords>> = { en: english, fr: french };

export function recordText(record: ProcessingRecord, controller: ControllerFile, language: Language): string {
  const writing: Writing = { record, controller, language, words: words[language] };
  const own = writing.words;
  return sections([
    [`# ${own.title}`, own.made(record.policy)],
    [`## ${own.parties}`, ...partiesText(writing)],
    [`## ${own.activities}`, ...record.activities.flatMap((activity) => activityText(activity, writing))],
    [`## ${own.persons}`, personsText(writing)],
    [`## ${own.categories}`, categoriesText(writing)],
    [`## ${own.transfers}`, transfersText(writing)],
    [`## ${own.limits}`, ...limitsText(writing)],
    [`## ${own.measures}`, ...measuresText(writing, () => true)],
  ]);
}

/** Of a role whose party is PROCESSOR: what it does for the controller. */
export function processorText(
  role: string,
  record: ProcessingRecord,
  { controller, language }: Pick<Writing, 'controller' | 'language'>,
): string {
  const writing: Writing = { record, controller, language, words: words[language] };
  const own = writing.words;
  const activities = record.activities.flatMap((activity) => {
    const readers = activity.readers.filter((reader) => reader.role === role);
    const writers = activity.writers.filter((writer) => writer.role === role);
    return readers.length + writers.length === 0 ? [] : [{ ...activity, readers, writers }];
  });
  return sections([
    [`# ${own.processorTitle(role)}`, own.made(record.policy)],
    [
      `## ${own.behalf}`,
      `- ${own.party.PROCESSOR}: ${contactText(controller.parties?.[role], role, own)}`,
      `- ${own.controller}: ${contactText(controller.controller, own.controller, own)}`,
      `- ${own.officer}: ${contactText(controller.dataProtectionOfficer, own.officer, own)}`,
    ],
    [`## ${own.processing}`, ...activities.flatMap((activity) => activityText(activity, writing))],
    [`## ${own.processorTransfers}`, transfersText(writing)],
    [`## ${own.processorMeasures}`, ...measuresText(writing, (each) => each === role)],
  ]);
}

function sections(parts: readonly (readonly string[])[]): string {
  return `${parts.map((lines) => lines.join('\n\n')).join('\n\n')}\n`;
}

function personsText({ record, words: own }: Writing): string {
  const lines = record.persons.map(({ type, description, records }) => {
    const also = records.length === 0 ? '' : ` (${own.withRecords(records.join(', '))})`;
    return `- ${type}${description === '' ? '' : `: ${description}`}${also}`;
  });
  return lines.join('\n');
}

function categoriesText({ record, words: own }: Writing): string {
  return table(
    own.categoryHeadings,
    record.categories.map(({ category, sensitivity, description, fields }) => [
      category,
      own.sensitivity[sensitivity],
      description,
      fields.join(', '),
    ]),
  );
}

function transfersText({ controller, words: own }: Writing): string {
  return controller.transfers ?? `${own.transfersUnknown} ${own.missing(own.transfersMissing)}`;
}

function limitsText({ record, language, words: own }: Writing): readonly string[] {
  const { erasure, access } = record.timeLimits;
  const kept = erasure.map(({ type, keep, from }) =>
    keep === undefined ? `- ${own.keptForEver(type)}` : `- ${own.kept(type, lengthIn(language, keep), from ?? '')}`,
  );
  const rows = access.map(({ role, reach, ends, longest }) => [
    role,
    reach,
    ends === undefined ? own.noEnd : `\`${ends}\``,
    longest === undefined ? own.noEnd : lengthIn(language, longest),
  ]);
  return [kept.join('\n'), table(own.accessHeadings, rows)];
}

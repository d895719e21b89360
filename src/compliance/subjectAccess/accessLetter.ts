/** The report as a letter, in plain text: it holds the person's values and goes only where the report goes. */
import type { OpenedField, OpenedRecord } from '../../disclosure/openPerson.js';
import type { AccessReport, ServedRecipient } from './accessReport.js';
import type { AccessWords, Language } from './accessWords.js';
import { accessWords } from './accessWords.js';

export function accessLetter(report: AccessReport, language: Language): string {
  const words = accessWords[language];
  const parts = [
    [words.title, words.made(dayOf(report.at))],
    [words.data, ...dataOf(report.data, words)],
    [
      words.recipients,
      ...(report.recipients.length === 0 ? [words.nobody] : report.recipients.map(recipientOf(words))),
    ],
    [words.purposes, ...report.purposes.map(({ text, basis }) => `- ${text} ${words.basis}: ${basis}.`)],
    [words.limits, ...limitsOf(report, words)],
    [words.source, words.sourceText],
    [words.rights, ...words.rightsText.map((text) => `- ${text}`)],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function dataOf(records: readonly OpenedRecord[], { nothing }: AccessWords): readonly string[] {
  if (records.length === 0) return [nothing];
  return records.flatMap(({ type, fields }) => [`${type}:`, ...fields.map(fieldOf)]);
}

function fieldOf({ path, value, description }: OpenedField): string {
  const text = typeof value === 'object' ? Object.values(value).join(', ') : String(value);
  return `- ${path}: ${text}${description === '' ? '' : ` (${description.replaceAll(/\s+/g, ' ').trim()})`}`;
}

function recipientOf(words: AccessWords): (recipient: ServedRecipient) => string {
  return ({ organisation, role, purpose, fields, first, last, completed, unknown, written }) => {
    const who = `${organisation ?? words.staff} (${role}, ${purpose})`;
    return `- ${who}, ${words.from(dayOf(first), dayOf(last))}: ${fields.map(words.field).join(', ')}. ${words.counts(completed, unknown, written)}.`;
  };
}

function limitsOf({ retention, windows }: AccessReport, words: AccessWords): readonly string[] {
  return [
    ...retention.map(({ type, keep, from }) => `- ${words.kept(type, keep, from)}`),
    ...windows.map(({ role, within }) => `- ${words.windows(role, within)}`),
    words.ledger,
  ];
}

function dayOf(instant: string): string {
  return instant.slice(0, 'YYYY-MM-DD'.length);
}

/** Reads `approvals.yml`: a right is widened by a line that somebody signs, so a line that says less than that is no line. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import type { Approval } from './approval.js';

/** What is wrong with the file, where, and what to write. */
export interface ApprovalProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export type ApprovalReading =
  { readonly approvals: readonly Approval[] } | { readonly problems: readonly ApprovalProblem[] };

const names = ['what', 'who', 'when', 'why'] as const;

type Name = (typeof names)[number];

/** The day from which the GDPR applies: no approval under it is older (Art. 99(2)). */
const firstDay = '2018-05-25';

/** `today`: ISO date in UTC. Every problem at once. An empty file approves nothing. */
export function readApprovals(text: string, today: string): ApprovalReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', schema: 'failsafe' });
  const lineOf = (node: unknown): number => {
    const start = (node as Node | undefined)?.range?.[0];
    return start === undefined ? 1 : lines.linePos(start).line;
  };
  const broken = document.errors.map(({ pos, code }) => ({
    line: lines.linePos(pos[0]).line,
    message: `is no YAML here (${code}). Write a list under "approvals:", each text in double quotes.`,
  }));
  if (broken.length > 0) return { problems: broken };
  if (document.contents === null) return { approvals: [] };
  return readEntries(document.contents, { lineOf, today });
}

interface Reader {
  readonly lineOf: (node: unknown) => number;
  readonly today: string;
}

function readEntries(contents: unknown, reader: Reader): ApprovalReading {
  const list = isMap(contents) && contents.items.length === 1 ? contents.get('approvals', true) : undefined;
  if (isScalar(list) && list.source === '') return { approvals: [] };
  if (!isSeq(list)) {
    const message = 'is no list of approvals. Write "approvals:" and under it one "- what: …" for each.';
    return { problems: [{ line: reader.lineOf(contents), message }] };
  }
  const read = list.items.map((item) => readEntry(item, reader));
  const approvals = read.flatMap((each) => ('approval' in each ? [each.approval] : []));
  const problems = [...read.flatMap((each) => ('problems' in each ? each.problems : [])), ...repeated(approvals)];
  return problems.length > 0 ? { problems: problems.toSorted((one, other) => one.line - other.line) } : { approvals };
}

type EntryReading = { readonly approval: Approval } | { readonly problems: readonly ApprovalProblem[] };

function readEntry(item: unknown, { lineOf, today }: Reader): EntryReading {
  const line = lineOf(item);
  if (!isMap(item)) return { problems: [{ line, message: 'is no approval. Write what, who, when and why.' }] };
  const unknown = item.items.filter(({ key }) => !(names as readonly string[]).includes(textOf(key)));
  const texts = Object.fromEntries(names.map((name) => [name, textOf(item.get(name, true))])) as Record<Name, string>;
  const problems = [
    ...unknown.map(({ key }: Pair) => ({
      line: lineOf(key),
      message: `"${textOf(key)}" is none of what, who, when, why. Take it out.`,
    })),
    ...names.flatMap((name) => {
      const message = faultOf(name, texts[name], today);
      return message === undefined ? [] : [{ line: lineOfMember(item, name, lineOf), message }];
    }),
  ];
  return problems.length > 0 ? { problems } : { approval: { ...texts, line } };
}

function lineOfMember(item: YAMLMap, name: Name, lineOf: Reader['lineOf']): number {
  const member = item.items.find(({ key }) => textOf(key) === name);
  return lineOf(member?.key ?? item);
}

function faultOf(name: Name, text: string, today: string): string | undefined {
  if (text === '') return `"${name}" is missing or empty. Write ${wanted[name]}.`;
  if (name === 'what' && text.includes('*'))
    return '"what" holds a wildcard. Write the key of one change, as `cloison diff --template` prints it.';
  return name === 'when' ? faultOfDay(text, today) : undefined;
}

const wanted: Readonly<Record<Name, string>> = {
  what: 'the key of the change, as `cloison diff --template` prints it',
  who: 'the name of the person who approves',
  when: 'the day of the approval, such as 2026-11-30',
  why: 'the reason, in words that an auditor understands',
};

function faultOfDay(text: string, today: string): string | undefined {
  if (!isDay(text)) return `"when" is no date. Write ${wanted.when}.`;
  if (text > today) return `"when" is ${text}, which is yet to come. Write the day on which it was approved.`;
  return text < firstDay
    ? `"when" is before ${firstDay}, from when the GDPR applies. Write the day of the approval.`
    : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
}

/** Two approvals of one change: nobody could say whose it is. */
function repeated(approvals: readonly Approval[]): readonly ApprovalProblem[] {
  return approvals.flatMap(({ what, line }, index) => {
    const first = approvals.findIndex((other) => other.what === what);
    const message = `approves again what line ${String(approvals[first]?.line)} approves. Keep one.`;
    return first === index ? [] : [{ line, message }];
  });
}

function textOf(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '';
}

export interface TemplateOptions {
  /** ISO date. */
  readonly today: string;
  /** Whether the file has approvals already, so that the lines go behind them. */
  readonly isContinued: boolean;
}

/** Lines to fill in, one approval for each key. */
export function approvalTemplate(keys: readonly string[], { today, isContinued }: TemplateOptions): string {
  const entries = keys.map((key) => `  - what: ${JSON.stringify(key)}\n    who: ""\n    when: ${today}\n    why: ""\n`);
  return [...(isContinued ? [] : ['approvals:\n']), ...entries].join('');
}

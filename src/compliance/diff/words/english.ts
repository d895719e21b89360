import type { Subject } from '../change.js';
import { lengthIn } from '../../words/lengths.js';
import { precisionWord } from '../../words/precisions.js';
import type { DiffWords, TellStep } from './words.js';

export const english: DiffWords = {
  subject: tellSubject,
  aspects: {
    new: (_from, to) => (to === undefined ? 'new' : `new: ${to}`),
    gone: (from) => (from === undefined ? 'gone' : `gone; it was ${from}`),
    renamed: (from, to) => `has another name: ${from ?? ''}, now ${to ?? ''}`,
    wording: () => 'says the same in other words, or in another order',
    form: told('is written otherwise'),
    zones: told('lives in other zones, so that dates begin or end at another hour'),
    party: told('is something else before the law'),
    acr: told('the classes of authentication that do', 'any'),
    acrOrder: told('another class of authentication is preferred'),
    maxAge: told('how long ago one may have authenticated', 'as long as the token lasts', length),
    stepUpAge: told('how long ago one may have authenticated for a field with stepUp', 'no such field', length),
    machine: told('whether machines may hold the role', undefined, yesOrNo),
    page: told('rows in a page'),
    cost: told('cost of an operation'),
    persons: told('distinct persons', 'no such bound'),
    misses: told('searches that find nobody', 'no such bound'),
    basis: told('legal basis'),
    text: told('the text that the person is given'),
    sensitivity: told('sensitivity'),
    kind: told('kind'),
    table: told('lies in another table'),
    key: told('is named by another key'),
    person: told('belongs to another person'),
    population: told('persons that the store is made for'),
    category: told('category', 'not personal'),
    storage: told('how it lies at rest'),
    scalar: told('type'),
    values: told('values'),
    pattern: told('form'),
    column: told('lies in another column, which a migration must fill'),
    required: told('whether it must be there', undefined, yesOrNo),
    target: told('leads to other rows'),
    unique: told('whether no two persons share it', undefined, yesOrNo),
    bits: told('bits of the index'),
    keep: told('how long the person is kept', 'for ever', length),
    from: told('from which date the time counts'),
    except: told('roles from which it is not withheld'),
    link: told('the link itself', 'none'),
    longest: told('how long a link lasts at most', 'without limit', length),
    ends: told('the date that ends the link', 'none'),
    closes: told('marks that end the link at once'),
    row: told('the rows that a link opens', "all of the person's", (column) => `the one in ${column}`),
    through: told('ways by which the row may be reached', 'none'),
    way: told('one more or less way to it', 'none'),
    precision: told('how precisely', undefined, precisionIn),
    within: told("how long after the link's end", undefined, length),
    approval: told("whether it asks for the person's own approval", undefined, yesOrNo),
    stepUp: told('whether it asks for a fresh authentication', undefined, yesOrNo),
    takesId: told('whether it takes an id', undefined, yesOrNo),
    lookup: told('what a row may be found by'),
    filter: told('what rows may be filtered by'),
    changedSince: told('whether it may be asked for what has changed since', undefined, yesOrNo),
    rows: told('rows at once'),
    shortens: told('ends that it may set'),
    value: told('the value that the store sets', 'none'),
    states: told('the values from which it may change', 'any'),
    payload: told('the row that the answer shows', 'none'),
    confirm: told('through which reaches somebody else answers'),
    expires: told('how long a request waits', undefined, length),
    lasts: told('how long it stays open', undefined, length),
    review: told('within which time somebody else reviews it', undefined, length),
    brought: told('what the caller brings beside the person'),
    list: told('whether many rows are taken at once', undefined, yesOrNo),
  },
  headings: {
    widening: 'Widening: somebody may learn or do more, or something protects less',
    narrowing: 'Narrowing: somebody may learn or do less, or something protects more',
    neutral: 'Neutral: nobody gains or loses',
  },
  between: (old, next) => `From ${old} to ${next}`,
  same: 'The policies are the same.',
  approved: (who, when) => `approved by ${who} on ${when}`,
  unapproved: 'NOT APPROVED',
  summary: ({ widening, narrowing, neutral }, unapproved) =>
    `${String(widening)} widening (${String(unapproved)} not approved), ${String(narrowing)} narrowing, ${String(neutral)} neutral.`,
  leaving: 'What leaves the contracts',
  left: (role, member) => `${role}: ${member} leaves`,
  leftContract: (role) => `${role}: the whole contract leaves`,
  noticed: (reason) => `announced by @deprecated: ${reason}`,
  unnoticed: 'WITHOUT NOTICE: it was not @deprecated before',
  announced: (role, member, reason) => `${role}: ${member} is going to leave: ${reason}`,
  stale: (place, what) =>
    `${place}: approves what is no change here: "${what}". Take the line out when the change is in the old side, or write the change as --template does.`,
};

function told(what: string, nothing = 'nothing', show: (text: string) => string = (text) => text): TellStep {
  const shown = (text: string | undefined): string => (text === undefined ? nothing : show(text));
  return (from, to) =>
    from === undefined && to === undefined ? what : `${what}: ${shown(to)}; before: ${shown(from)}`;
}

function precisionIn(precision: string): string {
  return precisionWord('en', precision);
}

function length(text: string): string {
  return lengthIn('en', text);
}

function yesOrNo(text: string): string {
  return text === 'true' ? 'yes' : 'no';
}

function tellSubject(subject: Subject): string {
  switch (subject.kind) {
    case 'zones':
      return 'The store';
    case 'role':
      return `The role ${subject.role}`;
    case 'bound':
      return `What bounds ${subject.role}`;
    case 'purpose':
      return `The purpose ${subject.purpose}`;
    case 'category':
      return `The category ${subject.category}`;
    case 'type':
      return `The type ${subject.type}`;
    case 'field':
      return `The field ${subject.type}.${subject.path}`;
    case 'index':
      return `The blind index of ${subject.type} over ${subject.fields}`;
    case 'retention':
      return `How long ${subject.type} is kept`;
    case 'restriction':
      return `${subject.type}.${subject.path}, withheld while ${subject.column} is set`;
    case 'reach':
      return `${subject.role} reaches ${subject.type} through "${subject.reach}"`;
    case 'read':
      return `${subject.role} reads ${subject.type}.${subject.path} for ${subject.purpose}`;
    case 'way':
      return tellWay(subject);
    case 'root':
      return `The root Query.${subject.root}`;
    case 'rootUse':
      return `${subject.role} may ask Query.${subject.root}`;
    case 'write':
      return `The mutation ${subject.write}`;
    case 'writeUse':
      return `${subject.role} may write ${subject.type} by ${subject.write} for ${subject.purpose}`;
    case 'constant':
      return `What ${subject.write} itself sets in ${subject.type}.${subject.path}`;
    case 'input':
      return `What callers of ${subject.write} bring for ${subject.type}.${subject.path}`;
    case 'exceptional':
      return `What ${subject.role} opens of ${subject.type} for a reason, "${subject.reach}"`;
    case 'openUse':
      return `${subject.role} may open "${subject.reach}" by ${subject.write} for ${subject.purpose}`;
    case 'match':
      return `The question ${subject.match}, answered yes or no`;
    case 'matchUse':
      return `${subject.role} may ask ${subject.match} for ${subject.purpose}`;
    case 'request':
      return `The request for a link ${subject.request}`;
    case 'requestUse':
      return `${subject.role} may request a link by ${subject.request} for ${subject.purpose}`;
    case 'rest':
      return subject.at === 'policy'
        ? 'The policy'
        : `Something that this version does not know by name, at ${subject.at},`;
  }
}

function tellWay({ role, type, path, purpose, reach, precision }: Extract<Subject, { kind: 'way' }>): string {
  const through = reach === undefined ? '' : ` through "${reach}"`;
  const rung = precision === 'EXACT' ? '' : `, ${precisionIn(precision)}`;
  return `${role} reads ${type}.${path} for ${purpose}${through}${rung}`;
}

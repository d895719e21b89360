/**
 * The name of a change, by which it is approved: stable, in the words of the SDL, and of just this step (`P1M → P3M`), so that
 * what was approved once approves nothing else.
 */
import type { Change, Subject } from './change.js';

export function keyOf({ subject, aspect, from, to }: Change): string {
  const step = [from, to].map((each) => (each === undefined ? '-' : oneLine(each))).join(' → ');
  if (from === undefined && to === undefined) return `${subjectKey(subject)}: ${aspect}`;
  if (aspect === 'new' || aspect === 'gone') return `${subjectKey(subject)}: ${aspect} ${oneLine(to ?? from ?? '')}`;
  return `${subjectKey(subject)}: ${aspect} ${step}`;
}

function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case 'zones':
      return 'the store';
    case 'role':
      return `role ${subject.role}`;
    case 'bound':
      return `bound of ${subject.role}`;
    case 'purpose':
      return `purpose ${subject.purpose}`;
    case 'category':
      return `category ${subject.category}`;
    case 'type':
      return `type ${subject.type}`;
    case 'field':
      return `field ${subject.type}.${subject.path}`;
    case 'index':
      return `index of ${subject.type} over ${subject.fields}`;
    case 'retention':
      return `retention of ${subject.type}`;
    case 'restriction':
      return `${subject.type}.${subject.path} withheld by ${subject.column}`;
    case 'reach':
      return `${subject.role} reaches ${subject.type} through ${subject.reach}`;
    case 'read':
      return readKey(subject);
    case 'way':
      return `${readKey(subject)}${subject.reach === undefined ? '' : ` through ${subject.reach}`}${rung(subject.precision)}`;
    case 'root':
      return `Query.${subject.root}`;
    case 'rootUse':
      return `${subject.role} asks Query.${subject.root}`;
    case 'write':
      return `Mutation.${subject.write}`;
    case 'writeUse':
      return `${subject.role} writes ${subject.type} by Mutation.${subject.write} for ${subject.purpose}`;
    case 'constant':
      return `Mutation.${subject.write} sets ${subject.type}.${subject.path} itself`;
    case 'input':
      return `Mutation.${subject.write} takes ${subject.type}.${subject.path}`;
    case 'exceptional':
      return `${subject.role} opens ${subject.type} through ${subject.reach}`;
    case 'openUse':
      return `${subject.role} opens ${subject.reach} by Mutation.${subject.write} for ${subject.purpose}`;
    case 'match':
      return `Query.${subject.match}`;
    case 'matchUse':
      return `${subject.role} matches by Query.${subject.match} for ${subject.purpose}`;
    case 'request':
      return `Mutation.${subject.request}`;
    case 'requestUse':
      return `${subject.role} asks for a link by Mutation.${subject.request} for ${subject.purpose}`;
    case 'rest':
      return `something else at ${subject.at}`;
  }
}

function readKey({ role, type, path, purpose }: Record<'role' | 'type' | 'path' | 'purpose', string>): string {
  return `${role} reads ${type}.${path} for ${purpose}`;
}

function rung(precision: string): string {
  return precision === 'EXACT' ? '' : ` as ${precision}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What `cloison explain` prints for people: decisions first, reasons below. */
import type { PersonExplanation } from '../compliance/explain/explainPerson.js';
import { linkWords } from '../compliance/explain/explainedLinks.js';
import type { ExplainedField, ExplainedWay, RoleExplanation } from '../compliance/explain/explainRole.js';
import type { ShownWay } from '../compliance/explain/personFacts.js';
import { parseDuration } from '../kernel/duration.js';

/** Purposes for which the role has nothing are told in one line, and, of a whole contract, fields that it has not in another. */
export function roleText(explanation: RoleExplanation, isWhole: boolean): string {
  const { role, party, place, conditions, purposes, fields } = explanation;
  const asked = [...new Set(fields.flatMap(({ ways }) => ways.map(({ purpose }) => purpose)))];
  const without = asked.filter((purpose) => !purposes.includes(purpose));
  const told = fields.map((field) => ({
    ...field,
    ways: field.ways.filter((way) => asked.length === 1 || purposes.includes(way.purpose)),
  }));
  const refused = told.filter(({ ways }) => isWhole && ways.every(({ decision }) => decision === 'REFUSED'));
  return [
    `${role}, ${party} (${place})`,
    ...indented(conditions),
    ...(without.length === 0 ? [] : indented([`nothing at all is granted to it for ${without.join(', ')}`])),
    '',
    ...told.filter((field) => !refused.includes(field)).flatMap(fieldLines),
    ...(refused.length === 0
      ? []
      : [`REFUSED for every purpose: ${refused.map((field) => field.coordinate).join(', ')}`]),
  ].join('\n');
}

function fieldLines({ coordinate, category, sensitivity, place, ways }: ExplainedField): readonly string[] {
  const kind = category === undefined ? '' : `, ${category}${sensitivity === undefined ? '' : ` (${sensitivity})`}`;
  return [`${coordinate}${kind} (${place})`, ...ways.flatMap((way) => indented(wayLines(way))), ''];
}

function wayLines({ name, purpose, precision, decision, reasons }: ExplainedWay | ShownWay): readonly string[] {
  return [`${decision} ${name} (${precision}) for ${purpose}`, ...indented(reasons)];
}

export function personText({ role }: RoleExplanation, explained: PersonExplanation): string {
  const { at, standing, person, links, fields } = explained;
  return [
    `${role} at ${at}`,
    ...indented(standing),
    'The person',
    ...indented(person),
    'Links',
    ...indented(links.flatMap(linkLines)),
    '',
    ...fields.flatMap(wayLines),
  ].join('\n');
}

function linkLines({ reach, links }: PersonExplanation['links'][number]): readonly string[] {
  if (links.length === 0) return [`${reach.id}: none`];
  const words = links.flatMap((link) =>
    [...link.states.keys()].map((text) =>
      linkWords(link, parseDuration(text) ?? { text, months: 0, days: 0, seconds: 0 }),
    ),
  );
  return [reach.id, ...indented([...new Set(words)])];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

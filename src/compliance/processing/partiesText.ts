import { table } from '../words/table.js';
import type { Contact } from './controllerFile.js';
import type { Writing } from './writing.js';
import type { RecordWords } from './words/words.js';

/** The controller and its officer, then every role with what the law calls it. */
export function partiesText({ record, controller, words }: Writing): readonly string[] {
  const { dataProtectionOfficer, representative, parties = {} } = controller;
  const rows = record.parties.map(({ role, party, description }) => [
    role,
    words.party[party],
    description,
    party === 'DATA_SUBJECT' ? '' : contactText(parties[role] ?? ownStaff(controller.controller, party), role, words),
  ]);
  return [
    [
      `- ${words.controller}: ${contactText(controller.controller, words.controller, words)}`,
      ...(representative === undefined ? [] : [`- ${words.representative}: ${contactText(representative, '', words)}`]),
      `- ${words.officer}: ${contactText(dataProtectionOfficer, words.officer, words)}`,
    ].join('\n'),
    table(words.roleHeadings, rows),
  ];
}

/** Who works for the controller is the controller. */
function ownStaff(controller: Contact | undefined, party: string): Contact | undefined {
  return party === 'CONTROLLER' || party === 'SUPERVISION' ? controller : undefined;
}

/** On one line; what nobody has written down is to be completed. */
export function contactText(contact: Contact | undefined, what: string, words: RecordWords): string {
  if (contact === undefined) return words.missing(what);
  const { name, address, email, phone } = contact;
  return [name, address, email, phone].filter((part) => part !== undefined).join(', ');
}

import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const line = `  line: String
    @personal(category: CONTACT)`;
const shared = (grant: string): Edit => [line, `${line}\n    ${grant}`];
const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';

permits([
  ['a person approves what is about itself', [email, email.replace(')', ', approval: true)')]],
  [
    'of an object that an entity shares with persons, a person approves what is the person’s',
    shared('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M", approval: true)'),
  ],
]);

refuses([
  {
    title: 'a person’s grant without a reach is refused for that',
    edits: [[email, '@disclose(to: [AGENCY], for: [LETTING], within: "P1M", approval: true)']],
    code: 'GRANT_WITHOUT_THROUGH',
    at: '‸@disclose(to: [AGENCY], for: [LETTING], within: "P1M", approval: true)',
    message: 'A grant of Tenant.email goes through no reach.',
  },
  {
    title: 'a reach gives what is about nobody no person',
    edits: [
      [
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], approval: true)',
      ],
    ],
    code: 'APPROVAL_ON_ENTITY',
    at: 'approval: ‸true',
    message: 'A grant of Agency.name asks for an approval, and there is no person to give it.',
    also: ['ENTITY_GRANT_WITH_REACH'],
  },
  {
    title: 'of such an object nobody approves what is the entity’s',
    edits: [shared('@disclose(to: [AGENCY], for: [LETTING], approval: true)')],
    code: 'APPROVAL_ON_ENTITY',
    at: 'approval: ‸true',
    message: 'A grant of Address.line asks for an approval, and there is no person to give it.',
  },
]);

refuses([
  {
    title: 'a field that is about no person waits for nobody’s approval',
    edits: [
      [
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], approval: true)',
      ],
    ],
    code: 'APPROVAL_ON_ENTITY',
    at: 'approval: ‸true',
    message: 'A grant of Agency.name asks for an approval, and there is no person to give it.',
  },
  {
    title: 'nor does a type that is about no person',
    edits: [['for: [MANAGEMENT, LETTING]) {', 'for: [MANAGEMENT, LETTING], approval: true) {']],
    code: 'APPROVAL_ON_ENTITY',
    at: 'approval: ‸true',
    message: 'A grant of Building asks for an approval, and there is no person to give it.',
  },
]);

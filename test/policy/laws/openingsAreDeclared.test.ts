import { counter, exceptional, grant, opening, opens } from '../counter.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const telephone = (text: string): string =>
  text.replaceAll('counter', 'telephone').replaceAll('Counter(', 'Telephone(');

permits([
  [
    'two reaches have an opening each',
    ...counter,
    [exceptional, `${exceptional}\n  ${telephone(exceptional)}`],
    [grant, `${grant}\n    ${telephone(grant)}`],
    [opens, `${opens}\n  ${telephone(opening)}\n    ${telephone(opens)}`],
  ],
]);

refuses([
  {
    title: 'an exceptional reach that nothing opens is refused',
    edits: [...counter, [exceptional, `${exceptional}\n  ${exceptional.replace('counter', 'telephone')}`]],
    code: 'EXCEPTIONAL_UNOPENED',
    at: '@exceptional(name: ‸"telephone"',
    message: 'Nothing opens the exceptional reach "telephone" of MANAGER.',
    also: ['EXCEPTIONAL_INVALID'],
  },
  {
    title: 'what is opened is an exceptional reach',
    edits: [...counter, [opens, opens.replace('"counter"', '"portfolio"')]],
    code: 'REACH_UNKNOWN',
    at: 'reach: ‸"portfolio"',
    message: 'MANAGER has no exceptional reach "portfolio" on Tenant.',
    also: ['EXCEPTIONAL_UNOPENED'],
  },
  {
    title: 'a role opens only what it has itself',
    edits: [...counter, [opens, opens.replace('[MANAGER]', '[MANAGER, AGENCY]')]],
    code: 'REACH_UNKNOWN',
    at: '@opens(reach: ‸"counter"',
    message: 'AGENCY has no exceptional reach "counter" on Tenant.',
  },
  {
    title: 'somebody opens it',
    edits: [...counter, [opens, opens.replace('[MANAGER]', '[]')]],
    code: 'GRANT_WITHOUT_ROLE',
    at: 'to: ‸[], for: [MANAGEMENT]',
    message: 'Mutation.openCounter is for nobody to open.',
    also: ['EXCEPTIONAL_UNOPENED'],
  },
  {
    title: 'it is opened for something',
    edits: [...counter, [opens, opens.replace('[MANAGEMENT]', '[]')]],
    code: 'GRANT_WITHOUT_PURPOSE',
    at: 'for: ‸[]',
    message: 'Mutation.openCounter opens for nothing.',
  },
  {
    title: 'nothing is written through it',
    edits: [
      ...counter,
      [
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio", "counter"])',
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["portfolio", "counter"]',
    message: 'MANAGER reads through the exceptional reach "counter" and writes nothing through it.',
  },
]);

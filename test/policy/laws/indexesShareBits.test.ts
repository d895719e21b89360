import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

permits([['persons enough to hide in have them all', ['population: 100000', 'population: 8']]]);

refuses([
  {
    title: 'one person less is too few',
    edits: [['population: 100000', 'population: 7']],
    code: 'INDEXES_TOO_MANY',
    at: '‸@subject',
    message: 'Tenant has 2 truncated indexes; 7 persons hide in 1 bits.',
  },
  {
    title: 'an index over what no two persons share is not counted',
    edits: [
      ['population: 100000', 'population: 8'],
      [
        '  email: Email\n    @personal(category: CONTACT)',
        '  email: Email\n    @personal(category: CONTACT, search: [EXACT])',
      ],
    ],
    code: 'INDEXES_TOO_MANY',
    at: '‸@subject',
    message: 'Tenant has 3 truncated indexes; 8 persons hide in 2 bits.',
  },
]);

refuses([
  {
    title: 'persons too few to hide in cannot have that many indexes',
    edits: [['population: 100000', 'population: 6']],
    code: 'INDEXES_TOO_MANY',
    at: '‸@subject',
    message: 'Tenant has 2 truncated indexes; 6 persons hide in 1 bits.',
  },
]);

import { refuses } from '../harness.js';

refuses([
  {
    title: 'persons too few to hide in cannot have that many indexes',
    edits: [['population: 100000', 'population: 6']],
    code: 'INDEXES_TOO_MANY',
    at: '‸@subject',
    message: 'Tenant has 2 truncated indexes; 6 persons hide in 1 bits.',
  },
]);

import { refuses } from '../harness.js';

refuses([
  {
    title: 'a personal value without a description is refused',
    edits: [
      [
        `  "When it began."
`,
        '',
      ],
    ],
    code: 'DESCRIPTION_MISSING',
    at: `‸startedOn: Date
    @personal`,
    message: 'Lease.startedOn is personal and says nothing of itself.',
  },
]);

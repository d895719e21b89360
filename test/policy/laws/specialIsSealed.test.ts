import { refuses } from '../harness.js';
import { unexplainedCategory } from '../strays.js';

refuses([
  {
    ...unexplainedCategory,
    edits: [
      ...unexplainedCategory.edits,
      ['@personal(category: HEALTH)', '@personal(category: HEALTH, clear: "lists")'],
    ],
  },
]);

refuses([
  {
    title: 'health is never stored in clear',
    edits: [
      [
        `  stepless: Boolean
    @personal(category: HEALTH)`,
        `  stepless: Boolean
    @personal(category: HEALTH, clear: "lists are filtered by it")`,
      ],
    ],
    code: 'SPECIAL_IN_CLEAR',
    at: 'clear: ‸"lists are',
    message: 'Tenant.stepless is SPECIAL and stored in clear.',
  },
  {
    title: 'an offence is never stored in clear',
    edits: [
      ['HEALTH @category(sensitivity: SPECIAL', 'HEALTH @category(sensitivity: OFFENCE'],
      [
        `  stepless: Boolean
    @personal(category: HEALTH)`,
        `  stepless: Boolean
    @personal(category: HEALTH, clear: "lists are filtered by it")`,
      ],
    ],
    code: 'SPECIAL_IN_CLEAR',
    at: 'clear: ‸"lists are',
    message: 'Tenant.stepless is OFFENCE and stored in clear.',
  },
]);

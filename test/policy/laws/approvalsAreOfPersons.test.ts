import { refuses } from '../harness.js';

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

import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

permits([
  [
    'a mark of the file may be never null',
    ['  status: LeaseStatus\n    @impersonal', '  status: LeaseStatus!\n    @impersonal'],
  ],
  ['what is about no person may be never null', ['  floors: Int', '  floors: Int!\n  owner: Agency!']],
]);

refuses([
  {
    title: 'a personal value may be absent, so its type is nullable',
    edits: [
      [
        `  birthName: String
    @personal`,
        `  birthName: String!
    @personal`,
      ],
    ],
    code: 'PERSONAL_NOT_NULLABLE',
    at: `birthName: ‸String!
    @personal`,
    message: 'Tenant.birthName is of a person and never null.',
  },
  {
    title: 'a relation of a person may be absent too',
    edits: [
      [
        `  building: Building
    @disclose`,
        `  building: Building!
    @disclose`,
      ],
    ],
    code: 'PERSONAL_NOT_NULLABLE',
    at: `building: ‸Building!
`,
    message: 'Lease.building is of a person and never null.',
  },
]);

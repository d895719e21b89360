import { refuses } from '../harness.js';

refuses([
  {
    title: 'a blank describes nothing',
    edits: [['  "When it began."\n', '  " "\n']],
    code: 'DESCRIPTION_MISSING',
    at: '‸startedOn: Date\n    @personal',
    message: 'Lease.startedOn is personal and says nothing of itself.',
  },
  {
    title: 'a relation that is personal is described too',
    edits: [['  agency: Agency\n', '  agency: Agency @personal(category: TENANCY, clear: "links")\n']],
    code: 'DESCRIPTION_MISSING',
    at: '‸agency: Agency @personal',
    message: 'Lease.agency is personal and says nothing of itself.',
  },
  {
    title: 'an object is refused for being personal itself',
    edits: [
      [
        'address: Address @embedded(prefix: "address_")',
        'address: Address @embedded(prefix: "address_") @personal(category: CONTACT)',
      ],
    ],
    code: 'EMBEDDED_TAKES_MEMBERS',
    at: '‸address: Address @embedded(prefix: "address_")',
    message: 'Tenant.address takes what its members say.',
  },
  {
    title: 'what is about no person is refused for being personal there',
    edits: [['  floors: Int', '  floors: Int @personal(category: TENANCY)']],
    code: 'PERSONAL_ON_ENTITY',
    at: '‸floors: Int',
    message: 'Building.floors is personal on a type that is about no person.',
  },
]);

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

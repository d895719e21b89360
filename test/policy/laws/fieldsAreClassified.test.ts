import { refuses } from '../harness.js';

refuses([
  {
    title: 'an object is not impersonal itself',
    edits: [
      [
        'address: Address @embedded(prefix: "address_")',
        'address: Address @embedded(prefix: "address_") @impersonal(reason: "a place")',
      ],
    ],
    code: 'EMBEDDED_TAKES_MEMBERS',
    at: '‸address: Address @embedded(prefix: "address_")',
    message: 'Tenant.address takes what its members say.',
  },
  {
    title: 'a value of a person that is neither personal nor impersonal is refused',
    edits: [
      [
        `  status: LeaseStatus
    @impersonal(reason: "a state of the file")`,
        '  status: LeaseStatus',
      ],
    ],
    code: 'FIELD_UNCLASSIFIED',
    at: `‸status: LeaseStatus
    @disclose`,
    message: 'Lease.status is neither personal nor impersonal.',
  },
  {
    title: 'a member of an embedded object is classified too',
    edits: [
      [
        `  line: String
    @personal(category: CONTACT)`,
        '  line: String',
      ],
    ],
    code: 'FIELD_UNCLASSIFIED',
    at: `‸line: String
    @disclose`,
    message: 'Address.line is neither personal nor impersonal.',
  },
  {
    title: 'a value is not both',
    edits: [
      [
        '@impersonal(reason: "a state of the file")',
        '@impersonal(reason: "a state of the file") @personal(category: TENANCY)',
      ],
    ],
    code: 'FIELD_CLASSIFIED_TWICE',
    at: `‸status: LeaseStatus
    @impersonal`,
    message: 'Lease.status is both personal and impersonal.',
    also: ['DESCRIPTION_MISSING', 'FILTER_SEALED', 'CONSTANT_INVALID'],
  },
  {
    title: 'what is about no person holds nothing personal',
    edits: [['  floors: Int', '  floors: Int @personal(category: TENANCY)']],
    code: 'PERSONAL_ON_ENTITY',
    at: '‸floors: Int',
    message: 'Building.floors is personal on a type that is about no person.',
  },
  {
    title: 'a relation of a person is personal, whatever the SDL says',
    edits: [
      [
        `  agency: Agency
  building`,
        `  agency: Agency @impersonal(reason: "a firm")
  building`,
      ],
    ],
    code: 'RELATION_IS_PERSONAL',
    at: '‸agency: Agency @imp',
    message: 'Lease.agency says whom a person has to do with.',
  },
  {
    title: 'an embedded object is what its members are',
    edits: [['@embedded(prefix: "address_")', '@embedded(prefix: "address_") @personal(category: CONTACT)']],
    code: 'EMBEDDED_TAKES_MEMBERS',
    at: '‸address: Address @embedded(prefix: "address_")',
    message: 'Tenant.address takes what its members say.',
  },
  {
    title: 'a relation is not searched',
    edits: [
      [
        `  agency: Agency
  building`,
        `  agency: Agency @personal(category: TENANCY, search: [EXACT])
  building`,
      ],
    ],
    code: 'SEARCH_OFF_SUBJECT',
    at: '‸agency: Agency @personal',
    message: 'Lease.agency is no value to search.',
    also: ['DESCRIPTION_MISSING'],
  },
]);

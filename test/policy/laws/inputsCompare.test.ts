import { refuses } from '../harness.js';

refuses([
  {
    title: 'a filter does not compare a version',
    edits: [['input LeaseFilter {', 'input LeaseFilter {\n  version: String']],
    code: 'FIELD_UNKNOWN',
    at: '‸version: String',
    message: 'LeaseFilter.version compares version, which is no field.',
  },
  ...(['claim: UNIT', 'from: ["OFFERED"]'] as const).map(
    (more) =>
      ({
        title: `a filter states no ${more}`,
        edits: [
          [
            'input LeaseFilter {\n  status: LeaseStatus',
            `input LeaseFilter {\n  status: LeaseStatus @sets(field: "status", ${more})`,
          ],
        ],
        code: 'SETS_MISUSED',
        at: '‸status: LeaseStatus @sets',
        message: 'LeaseFilter.status sets a value.',
      }) as const,
  ),
  {
    title: 'a filter compares one field',
    edits: [
      [
        'input LeaseFilter {\n  status: LeaseStatus',
        'input LeaseFilter {\n  status: LeaseStatus @sets(field: "status") @sets(field: "status")',
      ],
    ],
    code: 'SETS_MISUSED',
    at: '‸status: LeaseStatus @sets',
    message: 'LeaseFilter.status sets a value.',
  },
]);

refuses([
  {
    title: 'a filter compares a field that is there',
    edits: [
      [
        'input LeaseFilter {',
        `input LeaseFilter {
  colour: String`,
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: '‸colour',
    message: 'LeaseFilter.colour compares colour, which is no field.',
  },
  {
    title: 'a filter does not compare the key',
    edits: [
      [
        'input LeaseFilter {',
        `input LeaseFilter {
  id: ID`,
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: `‸id: ID
  status`,
    message: 'LeaseFilter.id compares id, which is no field.',
  },
  {
    title: 'a filter of another row is not supported yet',
    edits: [
      [
        'input LeaseFilter {',
        `input LeaseFilter {
  name: String @sets(field: "building.name")`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸name: String @sets',
    message: 'LeaseFilter.name compares building.name, of another row.',
  },
  {
    title: 'a filter brings the type that it compares',
    edits: [
      [
        `  status: LeaseStatus
  building`,
        `  status: String
  building`,
      ],
    ],
    code: 'INPUT_TYPE',
    at: '‸status: String',
    message: 'LeaseFilter.status is String.',
  },
  {
    title: 'a filter brings one value',
    edits: [
      [
        `  status: LeaseStatus
  building`,
        `  status: [LeaseStatus!]
  building`,
      ],
    ],
    code: 'INPUT_TYPE',
    at: '‸status: [LeaseStatus!]',
    message: 'LeaseFilter.status is [LeaseStatus!].',
  },
  {
    title: 'a field of a filter may be left out',
    edits: [
      [
        `  status: LeaseStatus
  building`,
        `  status: LeaseStatus!
  building`,
      ],
    ],
    code: 'INPUT_TYPE',
    at: '‸status: LeaseStatus!',
    message: 'LeaseFilter.status is compulsory.',
  },
  {
    title: 'a filter sets nothing',
    edits: [
      [
        `  status: LeaseStatus
  building`,
        `  status: LeaseStatus @sets(field: "status", value: "OVER")
  building`,
      ],
    ],
    code: 'SETS_MISUSED',
    at: '‸status: LeaseStatus @sets',
    message: 'LeaseFilter.status sets a value.',
  },
  {
    title: 'a filter never compares what is sealed',
    edits: [
      [
        'input LeaseFilter {',
        `input LeaseFilter {
  startedOn: Date`,
      ],
    ],
    code: 'FILTER_SEALED',
    at: `‸startedOn: Date
  status`,
    message: 'LeaseFilter.startedOn compares startedOn, which is sealed.',
  },
  {
    title: "an input object is one root's",
    edits: [
      [
        '  buildings: [Building!]',
        `  moreLeases(filter: LeaseFilter): [Lease!] @root(kind: LIST)
  buildings: [Building!]`,
      ],
    ],
    code: 'INPUT_SHARED',
    at: '‸moreLeases',
    message: 'Query.moreLeases shares LeaseFilter with another field.',
  },
  {
    title: "an input object of a root is no mutation's",
    edits: [['offerLease(input: OfferLease!)', 'offerLease(input: OfferLease!, by: LeaseFilter!)']],
    code: 'INPUT_SHARED',
    at: '‸leases(filter',
    message: 'Query.leases shares LeaseFilter with another field.',
    also: ['SET_TWICE'],
  },
  {
    title: 'nor an object within the one of a mutation',
    edits: [
      ['  buildings: [Building!]', '  buildings(filter: AddressInput): [Building!]'],
      ['  line: String\n  postcode: PostalCode\n}', '  line: String @sets(field: "address.line")\n}'],
      ['  birthName: String\n  email: Email\n  address: AddressInput', '  address: AddressInput'],
    ],
    code: 'INPUT_SHARED',
    at: '‸buildings(filter',
    message: 'Query.buildings shares AddressInput with another field.',
  },
  {
    title: "an input object of a root is none of the engine's mutations",
    edits: [['  buildings: [Building!]', '  buildings(filter: NewAccount): [Building!]']],
    code: 'INPUT_SHARED',
    at: '‸buildings(filter',
    message: 'Query.buildings shares NewAccount with another field.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'an input object within itself is refused for that',
    edits: [['  line: String\n  postcode: PostalCode\n}', '  line: String\n  next: AddressInput\n}']],
    code: 'ARGUMENT_SHAPE',
    at: '‸next: AddressInput',
    message: 'Mutation.correctTenant takes objects in objects in AddressInput.',
    also: ['FIELD_UNKNOWN'],
    more: 1,
  },
]);

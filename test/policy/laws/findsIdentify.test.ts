import { refuses } from '../harness.js';

refuses([
  {
    title: 'no field finds anybody',
    edits: [['["number", "birthName"]]', '["number", "birthName"], []]']],
    code: 'FIND_SET_TOO_SMALL',
    at: 'by: ‸[["birthName"',
    message: 'Query.findTenant finds by nothing alone.',
  },
  {
    title: 'a member is brought under a name without dots',
    edits: [['["number", "birthName"]]', '["number", "birthName"], ["birthName", "address.postcode"]]']],
    code: 'FIND_INPUT',
    at: 'by: ‸[["birthName"',
    message: 'Query.findTenant finds by address.postcode, which no field of its input brings.',
    remedy: 'Write a field address_postcode in the input, with @sets(field: "address.postcode") if its name differs.',
  },
  {
    title: 'without an input nothing is brought',
    edits: [['findTenant(by: FindTenant!): Tenant', 'findTenant: Tenant']],
    code: 'FIND_INPUT',
    at: 'by: ‸[["birthName"',
    message: 'Query.findTenant finds by number, which no field of its input brings.',
    also: ['ROOT_SHAPE'],
    more: 2,
  },
  {
    title: 'a root of no table has no fields to find by',
    edits: [['findTenant(by: FindTenant!): Tenant', 'findTenant(by: FindTenant!): Address']],
    code: 'FIELD_UNKNOWN',
    at: 'by: ‸[["birthName"',
    message: 'Query.findTenant finds by birthName, which is no personal value of its type.',
    also: ['ROOT_SHAPE'],
    more: 5,
  },
]);

refuses([
  {
    title: 'a set of one field is a sweep',
    edits: [['["number", "birthName"]]', '["number"]]']],
    code: 'FIND_SET_TOO_SMALL',
    at: 'by: ‸[["birthName", "birthDate"], ["number"]]',
    message: 'Query.findTenant finds by number alone.',
  },
  {
    title: 'a field named twice is one field',
    edits: [['["number", "birthName"]]', '["number", "number"]]']],
    code: 'FIND_SET_TOO_SMALL',
    at: 'by: ‸[["birthName", "birthDate"], ["number", "number"]]',
    message: 'Query.findTenant finds by number, number alone.',
  },
  {
    title: 'a set names fields of the person',
    edits: [['["number", "birthName"]]', '["number", "nickname"]]']],
    code: 'FIELD_UNKNOWN',
    at: 'by: ‸[["birthName", "birthDate"], ["number", "nickname"]]',
    message: 'Query.findTenant finds by nickname, which is no personal value of its type.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'a set names personal values',
    edits: [
      ['["number", "birthName"]]', '["number", "protectedAddress"]]'],
      [
        `  number: NationalNumber
}`,
        `  number: NationalNumber
  protectedAddress: Boolean
}`,
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: 'by: ‸[["birthName", "birthDate"], ["number", "protectedAddress"]]',
    message: 'Query.findTenant finds by protectedAddress, which is no personal value of its type.',
  },
  {
    title: 'the input brings what a set names',
    edits: [
      [
        `  number: NationalNumber
}`,
        '}',
      ],
    ],
    code: 'FIND_INPUT',
    at: 'by: ‸[["birthName"',
    message: 'Query.findTenant finds by number, which no field of its input brings.',
  },
  {
    title: 'a set names what the input brings',
    edits: [
      [
        `  number: NationalNumber
}`,
        `  number: NationalNumber
  email: Email
}`,
      ],
    ],
    code: 'FIND_INPUT',
    at: '‸findTenant',
    message: 'The input of Query.findTenant brings email, and no set finds by email.',
  },
]);

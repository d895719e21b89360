import { refuses } from '../harness.js';

refuses([
  {
    title: 'the column of a person is a plain name',
    edits: [['@record(table: "mandate", subject: "tenant_id")', '@record(table: "mandate", subject: "Tenant")']],
    code: 'IDENTIFIER_INVALID',
    at: '‸@record(table: "mandate"',
    message: '"Tenant" is no plain name of a table or column.',
    also: ['WRITES_OWN_REACH'],
  },
  {
    title: 'the column of a relation is a plain name',
    edits: [
      [
        '  agency: Agency\n',
        '  agency: Agency\n  whoLetTheHomeAndWhoWasItsOwnerBeforeItWasLetToTheTenantOfToday: Agency\n',
      ],
    ],
    code: 'IDENTIFIER_INVALID',
    at: '‸whoLet',
    message:
      '"who_let_the_home_and_who_was_its_owner_before_it_was_let_to_the_tenant_of_today_id" is no plain name of a table or column.',
  },
]);

refuses([
  {
    title: 'a table is a plain name',
    edits: [['@entity(table: "agency")', '@entity(table: "Agency; drop")']],
    code: 'IDENTIFIER_INVALID',
    at: '‸@entity(table: "Agency; drop")',
    message: '"Agency; drop" is no plain name of a table or column.',
  },
  {
    title: "a table with a schema is refused: the engine's own schema is not a store's",
    edits: [['@entity(table: "agency")', '@entity(table: "cloison.account")']],
    code: 'IDENTIFIER_INVALID',
    at: '‸@entity(table: "cloison.account")',
    message: '"cloison.account" is no plain name of a table or column.',
  },
  {
    title: 'a key is a plain name',
    edits: [['@entity(table: "agency")', '@entity(table: "agency", key: "ID")']],
    code: 'IDENTIFIER_INVALID',
    at: '‸@entity(table: "agency", key: "ID")',
    message: '"ID" is no plain name of a table or column.',
  },
  {
    title: 'what a reach names is a plain name',
    edits: [
      [
        'through: "mandate", subject: "tenant_id", column: "account", row',
        'through: "mandate where true", subject: "tenant_id", column: "account", row',
      ],
    ],
    code: 'IDENTIFIER_INVALID',
    at: 'through: ‸"mandate where true"',
    message: '"mandate where true" is no plain name of a table or column.',
  },
  {
    title: 'what closes a link is a plain name',
    edits: [
      [
        `closes: ["objected_on"])
  @reach(name: "self"`,
        `closes: ["objected on"])
  @reach(name: "self"`,
      ],
    ],
    code: 'IDENTIFIER_INVALID',
    at: 'closes: ‸["objected on"]',
    message: '"objected on" is no plain name of a table or column.',
  },
  {
    title: 'the column of a restriction is a plain name',
    edits: [['@restrict(column: "protected_address"', '@restrict(column: "Protected"']],
    code: 'IDENTIFIER_INVALID',
    at: 'column: ‸"Protected"',
    message: '"Protected" is no plain name of a table or column.',
  },
  {
    title: 'a prefix makes plain names',
    edits: [['@embedded(prefix: "address_")', '@embedded(prefix: "Address.")']],
    code: 'IDENTIFIER_INVALID',
    at: '‸line: String\n    @personal',
    message: '"Address.line" is no plain name of a table or column.',
    more: 1,
  },
  {
    title: 'a name that PostgreSQL would cut off is refused',
    edits: [
      [
        '  "When the person left."',
        `  "A long name."
  aNameThatIsSoLongThatTheDatabaseWouldCutItOffAndCallItByAnotherName: String @personal(category: IDENTITY)
  "When the person left."`,
      ],
    ],
    code: 'IDENTIFIER_INVALID',
    at: '‸aNameThat',
    message:
      '"a_name_that_is_so_long_that_the_database_would_cut_it_off_and_call_it_by_another_name" is no plain name of a table or column.',
  },
]);

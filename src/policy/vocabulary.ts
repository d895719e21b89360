/**
 * The directives and scalars in which a store states its policy: joined to every store's SDL before it is read. The
 * enums `Role`, `Purpose` and `Category` are the store's own.
 */
export const vocabulary = `
"""
On a value of Role: what the law calls it, and the authentication that it needs. \`acr\`: the classes that do, words behind
each other, the preferred one first (as \`acr_values\` of RFC 9470). \`maxAge\`: how long ago the person may have
authenticated; \`stepUpAge\`: how long ago for a field with \`stepUp\`. \`machine\`: machines may hold the role too; they read
no such field. Who is a JOINT_CONTROLLER, PROCESSOR or RECIPIENT proves a key or a certificate with each request.
"""
directive @party(as: Party!, acr: String, maxAge: Duration, stepUpAge: Duration, machine: Boolean! = false) on ENUM_VALUE

"""What the law calls a role (GDPR Art. 4, 26, 28, 51)."""
enum Party {
  CONTROLLER
  JOINT_CONTROLLER
  PROCESSOR
  RECIPIENT
  DATA_SUBJECT
  SUPERVISION
}

"""On a value of Purpose: its legal basis (GDPR Art. 6, 9(2), 10) and the text that the person is given."""
directive @purpose(basis: String!, text: String!) on ENUM_VALUE

"""
On a value of Category: how much harm its data can do, and \`to\` whom anything of it may be granted at all: no grant, and no
link that reveals it, to a role that is not named. SPECIAL and OFFENCE need \`to\`; without it any other category is for all.
"""
directive @category(sensitivity: Sensitivity!, to: [Role!]! = []) on ENUM_VALUE

"""SPECIAL is GDPR Art. 9, OFFENCE is Art. 10, NATIONAL_ID is Art. 87: SPECIAL and OFFENCE are never stored in clear."""
enum Sensitivity {
  ORDINARY
  NATIONAL_ID
  SPECIAL
  OFFENCE
}

"""
The type whose rows are data subjects: one person, one row, one data key. \`population\` is how many persons the store is
made for: it sizes the truncated blind indexes.
"""
directive @subject(table: String!, key: String! = "id", population: Int! = 1000000) on OBJECT

"""
A type whose rows belong to a data subject and are sealed with that person's key; \`subject\` is the column that holds the
person's key. Closed to a role without a @reach on it.
"""
directive @record(table: String!, key: String! = "id", subject: String!) on OBJECT

"""A type that is about no person: an organisation, a building."""
directive @entity(table: String!, key: String! = "id") on OBJECT

"""
One way by which a role reaches persons: those whom \`through\` (a table or a view) links to the caller's \`claim\`, from
\`starts\` until the earliest of \`ends\` and \`longest\` after the start. A date ends at its day's last instant in the
declared @zones; months are calendar months. \`closes\` names columns (wrong person, death, objection) that end the link
with no window. Several links: their union, the latest end counts. On a @record, \`row\` is the column of \`through\` that
names the record's key: only the linked rows open, each with its own dates; without \`row\` every row of the persons so
reached. \`ends\` or \`longest\` is needed, but for SUBJECT. Several @reach may share a name. A role without @reach reaches
nobody. No role may write what gives or prolongs its own reach without bound. \`reveals\`: that a person is reached this way
tells a category (a service for the disabled), so that the role must be one of those that the category names.
"""
directive @reach(
  name: String!
  role: Role!
  through: String!
  subject: String!
  column: String!
  row: String
  claim: Claim!
  starts: String!
  ends: String
  longest: Duration
  closes: [String!]! = []
  reveals: Category
) repeatable on OBJECT

"""
The rows of this type tell a category: that there is one, or what the fields in \`by\` hold. Only roles that the category names
read them; another role reads its own links at most (a @reach by \`row\` on the table itself). \`reason\`: why the store keeps in
clear what tells it.
"""
directive @reveals(category: Category!, by: [String!]! = [], reason: String!) repeatable on OBJECT

"""What of the caller's token a link is compared with."""
enum Claim {
  ACCOUNT
  UNIT
  ORGANISATION
  SUBJECT
}

"""
A reach that an account of \`role\` opens for one person when its work asks for it (a counter, a telephone, an emergency), by a
mutation with @opens and in no other way. It is open for \`lasts\`, at most P1D, and never longer: @disclose names it with
\`within: "PT0S"\`. Somebody else reviews each opening within \`review\`, at most P31D, and the person is told. \`persons\` and
\`misses\` are amounts of its own, beside those of @bound. It opens the person's own row: no record, and nothing to write.
"""
directive @exceptional(
  name: String!
  role: Role!
  lasts: Duration! = "PT2H"
  review: Duration!
  persons: [Allowance!]!
  misses: [Allowance!]!
) repeatable on OBJECT

"""
For a person who is protected, a minor, restricted (GDPR Art. 18) or objecting (Art. 21): while the Boolean \`column\` is
true, these fields are absent for all but \`except\`. Never widens.
"""
directive @restrict(column: String!, fields: [String!]!, except: [Role!]! = []) repeatable on OBJECT

"""How long the store keeps the person: from the date in the column \`from\`, for \`keep\`; then the data key is destroyed."""
directive @retain(from: String!, keep: Duration!) on OBJECT

"""What bounds a role: rows in a page, cost of an operation, distinct persons in trailing windows for each claim."""
directive @bound(role: Role!, page: Int!, cost: Int!, persons: [Allowance!]!, misses: [Allowance!]! = []) repeatable on SCHEMA

"""The zones that the store lives in (IANA names): a date starts where it starts first and ends where it ends last."""
directive @zones(of: [String!]!) on SCHEMA

"""
A fixed number, or a share of the claim's live caseload between a floor and a cap. In shadow it refuses nothing and
reports what it would have refused.
"""
input Allowance {
  of: Int
  share: Float
  floor: Int
  cap: Int
  per: Duration!
  by: Claim!
  shadow: Boolean! = false
}

"""
Personal data: nullable, sealed at rest unless \`clear\` gives the reason why the store must read it. \`search\`: the
lookups of its blind index.
"""
directive @personal(category: Category!, search: [Search!]! = [], clear: String) on FIELD_DEFINITION

"""UNIQUE: no two persons share the value, the index has full length. EXACT: persons share values, the index is truncated."""
enum Search {
  UNIQUE
  EXACT
}

"""Not personal though on a person's type, and why."""
directive @impersonal(reason: String!) on FIELD_DEFINITION

"""An object stored in its owner's row: an address. A member's column is the prefix followed by the member's name."""
directive @embedded(prefix: String!) on FIELD_DEFINITION

"""
Lets these roles read the field, for these purposes, through these reaches, no more precisely than \`as\`; \`within\` is how
long after the link's end it still resolves. Nothing else grants: a field without @disclose is read by nobody. A role's
contract holds the field only where EXACT is granted; each other rung is a generated sibling with a type of its own
(birthDateYear: Int). \`through\` names the reaches of the field's own type (an @embedded object: its owner's), whatever
the path. On a @subject or @record \`through\` and \`within\` are required; on an @entity they are refused, and on the type
it grants every field. \`stepUp\` asks for a fresh authentication of the caller, no older than the role's \`stepUpAge\`.
\`approval\` asks for the person's own grant to the caller's organisation for the purpose; while none lives, the field is absent.
"""
directive @disclose(
  to: [Role!]!
  for: [Purpose!]!
  through: [String!]! = []
  as: Precision! = EXACT
  within: Duration
  approval: Boolean! = false
  stepUp: Boolean! = false
) repeatable on FIELD_DEFINITION | OBJECT

"""How precisely a value leaves the store."""
enum Precision {
  EXACT
  """The first letter: Dupont, D."""
  INITIAL
  """1984-03-02, 1984"""
  YEAR
  """1984-03-02, 35-44: by year of birth, so that read daily it does not tell the birthday."""
  AGE_BAND
  """38100, 38; 20xxx, 2A or 2B; 97xxx, 971 to 976."""
  POSTCODE_AREA
  """j****@e****.org"""
  MASKED
  """** ** ** ** 07"""
  LAST2
  """Stable for one organisation, unlinkable between two."""
  PSEUDONYM
  """true: there is a value."""
  PRESENCE
}

"""
On a field of Query. NODE: one row by \`id: ID!\`, or without it the row of the SUBJECT claim. LIST: a page. FIND: the one
row that matches one of the sets \`by\` of at least two fields, each one compound blind index; a role has a set only if it
reads all of it EXACT.
"""
directive @root(kind: Root!, by: [[String!]!]! = []) on FIELD_DEFINITION

enum Root {
  NODE
  LIST
  FIND
}

"""
On a field of Mutation. \`through\` names the reaches by which the caller must hold the row; for a CREATE, the person and
every record that its inputs name. CREATE of a person takes \`through: []\`. Several @write of one type are the ways of
several roles; a @write of a further type is a further step, in the order written: after the CREATE of a person it may
CREATE one record of that person with \`through: []\`. END only shortens: it never moves the end of a link to later.
\`rows\` is the most that a list argument may hold.
"""
directive @write(kind: Write!, type: String!, to: [Role!]!, for: [Purpose!]!, through: [String!]!, rows: Int! = 1) repeatable on FIELD_DEFINITION

enum Write {
  CREATE
  UPDATE
  END
}

"""
Which field an input or argument sets, or a filter compares (default: that of its own name). \`id\` names the row. A
dotted path follows an @embedded object to a member, and relations to a field of the related row: then it is a condition,
and the write is refused unless the related row agrees. On a mutation, the constant or claim that it sets. \`from\`: from
which values. A field of a further step's type is written \`Type.field\`.
"""
directive @sets(field: String!, value: String, claim: Claim, from: [String!]) repeatable on INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION | FIELD_DEFINITION

"""
On a field of Mutation: opens the @exceptional reach \`reach\` for the one person whom the attributes \`by\` name, all of them; one
of them has \`search: [UNIQUE]\`. Arguments of the same names bring them (@sets names another), and \`reason\` says why: an enum, or
a String of at most 200 characters that is kept and must name nobody. The payload shows the person as the reach shows it, or
null where the attributes name nobody.
"""
directive @opens(reach: String!, by: [String!]!, to: [Role!]!, for: [Purpose!]!) on FIELD_DEFINITION

"""
On a field of Query that returns Boolean!: whether the values that the caller brings are all one person's, whom it reaches now
through one of \`through\`. Everything else is no, in one time and one shape. Nothing is opened, so that a role may match fields
that it may not read: the one stated exception to "no oracle". \`on\`: personal fields of \`type\`, one of them \`search: [UNIQUE]\`;
the arguments bring them all. \`misses\`: how many may be no, a budget of this field's own; a yes counts among the persons.
"""
directive @match(type: String!, on: [String!]!, to: [Role!]!, for: [Purpose!]!, through: [String!]!, misses: [Allowance!]!) on FIELD_DEFINITION

"""
On a field of Mutation that returns LinkRequestState!: asks a person, named by \`by\` (one of them \`search: [UNIQUE]\`), for a
record of \`type\` that would link the caller to it. The answer is always PENDING. The person itself answers, or a role that reaches
it through one of \`confirm\`; then the record is made, and starts. The other arguments, and @sets on the field, set fields of the
record. Each request counts among \`misses\`, a budget of this field's own, and is given back when it is accepted.
"""
directive @request(
  type: String!
  by: [String!]!
  to: [Role!]!
  for: [Purpose!]!
  confirm: [String!]! = []
  expires: Duration!
  misses: [Allowance!]!
) on FIELD_DEFINITION

"""The form of a store's own scalar: a regular expression that the whole value matches."""
directive @format(pattern: String!) on SCALAR

"""An ISO 8601 duration, such as P3M."""
scalar Duration

"""A calendar date, such as 1984-03-02 (RFC 3339, full-date)."""
scalar Date

"""A calendar date of which day, or month and day, may be unknown: 1984-03-02, 1984-03, 1984."""
scalar PartialDate

"""An instant, such as 2026-01-31T09:30:00Z (RFC 3339, date-time)."""
scalar DateTime

"""A month of a year, such as 2026-01."""
scalar YearMonth

"""An email address."""
scalar Email

"""A telephone number in international form (E.164), such as +33639980000."""
scalar Phone

"""A postal code."""
scalar PostalCode

"""One row of a write that was not done: its place in the list, from 0, and why."""
type RowError {
  row: Int!
  code: String!
}
`;

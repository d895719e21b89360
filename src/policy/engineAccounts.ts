/** The engine's part of contracts that says what bounds an account, and whom an organisation's administrators look after. */
export const accountTypes = `
"One amount that bounds the caller over a trailing window."
type CallerBudget {
  "The field whose own it is; null: of all that the role may ask."
  root: String
  counts: CallerBudgetKind!
  "Whose it is: the account's own, or shared by its unit or organisation."
  by: CallerBudgetClaim!
  "The length of the window, as an ISO 8601 duration."
  per: String!
  bound: Int!
  used: Int!
  left: Int!
  "When something is left again; null: something is left now."
  opensAt: DateTime
  "Whether it is tried out only: it refuses nothing yet."
  isShadow: Boolean!
}

enum CallerBudgetKind {
  "Distinct persons: one who was read in the window reads again for nothing."
  PERSONS
  "Searches and ids that found nobody."
  MISSES
}

enum CallerBudgetClaim {
  ACCOUNT
  UNIT
  ORGANISATION
  SUBJECT
}

"""An account of the caller's organisation, as the register has it. It holds ids, and nothing of the person."""
type RegisteredAccount {
  "As its token names it: \`sub\`."
  id: String!
  kind: CallerKind!
  unit: String
  "The only client that may ask for it; null: any that serves the organisation."
  application: String
  isAdministrator: Boolean!
  state: RegisteredAccountState!
  "Who created it: \`account:\` and an id, or \`operator\`."
  createdBy: String!
  createdAt: DateTime!
  "Who approved it: \`account:\` and an id, or \`operator\`; null: nobody yet."
  approvedBy: String
  "The day on which it was last seen, in UTC; null: never. Noted at most once a day."
  lastSeenOn: Date
}

enum RegisteredAccountState {
  ACTIVE
  "Nobody has approved it yet: it reads a few rows, searches nothing and writes nothing."
  QUARANTINE
  "It, or what it belongs to, is stopped."
  STOPPED
  "For good."
  CLOSED
}

"An account of the caller's organisation that is to be."
input NewAccount {
  "As its token will name it: \`sub\`."
  id: String!
  kind: CallerKind! = PERSON
  "A unit of the organisation."
  unit: String
  "The only client that may ask for it; none: any that serves the organisation."
  application: String
  "Whether it may do what its creator does here."
  isAdministrator: Boolean! = false
}
`;

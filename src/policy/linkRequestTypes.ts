/** The engine's types of a first contact, as part of every contract that asks for one or answers it. */
export const linkRequestTypes = `
"""What a first contact is answered with, whether or not somebody is there: the person is seen once it is linked."""
enum LinkRequestState {
  PENDING
}

"A first contact that waits for its answer."
type LinkRequest {
  id: ID!
  "The person who is asked, as the caller knows it."
  person: ID!
  "Which organisation asks, by its name; null: somebody of none."
  organisation: String
  "In which capacity."
  role: String!
  purpose: String!
  "The purpose in the words of the policy; null: it is no longer one."
  purposeText: String
  "The type of what would be made, and link them."
  record: String!
  "What it would be about."
  about: [LinkRequestValue!]!
  requestedAt: DateTime!
  "When it ends without an answer."
  expiresAt: DateTime!
}

"A row that the record would name."
type LinkRequestValue {
  "\`Type.field\` of the record."
  field: String!
  type: String!
  "As the caller knows it."
  id: ID!
}

enum LinkRequestDecision {
  "The record is made, and links them from now on."
  ACCEPTED
  "Whoever asked is not told."
  REFUSED
  "The store takes no such record any more: nothing was decided."
  NOT_POSSIBLE
}
`;

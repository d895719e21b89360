/** The engine's own part of every contract: what a caller may ask of itself. */
export const engineTypes = `
"""Who asks, as the server understood the token, and what bounds the answer."""
type Caller {
  role: String!
  "The purpose of this operation."
  purpose: String!
  kind: CallerKind!
  account: String!
  unit: String
  organisation: String
  "The client that the token was given to."
  client: String!
  "The most rows that a page may hold."
  page: Int!
  "The most that one operation may cost."
  cost: Int!
  "When the token ends."
  expiresAt: DateTime!
  "How the request proved that the token is its own."
  sender: CallerSender!
  "When the person authenticated, if the token says so."
  authenticatedAt: DateTime
  "The classes of authentication that do for the role, the preferred one first; empty: any."
  acrValues: [String!]!
  "How many seconds ago the person may have authenticated; null: as long ago as the token lasts."
  maxAge: Int
  "As \`maxAge\`, for a field that asks for a fresh authentication; null: the role has no such field."
  stepUpAge: Int
  "Whether the account waits for its approval: until then it reads a few rows, searches nothing and writes nothing."
  isInQuarantine: Boolean!
}

"A machine asks in its own name."
enum CallerKind {
  PERSON
  MACHINE
}

"With a key (RFC 9449), with a certificate (RFC 8705), or not at all."
enum CallerSender {
  DPOP
  CERTIFICATE
  NONE
}

extend type Query {
  "Who asks, as the server understood the token."
  me: Caller!
}
`;

/** Names of types that contracts generate or the engine owns; a store may not take them. */
export const engineTypeNames: ReadonlySet<string> = new Set([
  'Caller',
  'CallerKind',
  'CallerSender',
  'RowError',
  'PageInfo',
  'Allowance',
]);

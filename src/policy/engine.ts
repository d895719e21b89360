/** The engine's own part of every contract: what a caller may ask of itself. */
export const engineTypes = `
"""Who asks, as the server understood the token, and what bounds the answer."""
type Caller {
  role: String!
  "The purpose of this operation."
  purpose: String!
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
}

extend type Query {
  "Who asks, as the server understood the token."
  me: Caller!
}
`;

/** Names of types that contracts generate or the engine owns; a store may not take them. */
export const engineTypeNames: ReadonlySet<string> = new Set(['Caller', 'RowError', 'PageInfo', 'Allowance']);

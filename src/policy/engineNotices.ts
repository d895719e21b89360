/** The engine's part of the contracts of persons whose files are opened for a reason. */
export const ownNoticeTypes = `
"""
That somebody has opened the caller's file for a reason, at a counter for instance. It names nobody but organisations and roles.
"""
type OwnNotice {
  "To the second."
  at: DateTime!
  "Until when it is, or was, open."
  until: DateTime!
  "Which organisation, by its name; null: somebody of none."
  organisation: String
  "In which capacity."
  role: String!
  "The unit of somebody of no organisation, if known."
  unit: String
  "What was opened: a name of the policy."
  reach: String!
  "Why, in a word of the policy; null where it was a sentence, which is kept for who reviews it."
  reason: String
  purpose: String!
  "The purpose in the words of the policy; null: it is no longer one."
  purposeText: String
  "What of the person could be read; what was read is among the disclosures."
  fields: [DisclosedField!]!
  "Whether somebody else has looked at it since."
  isReviewed: Boolean!
}

extend type Query {
  "Who has opened the caller's file for a reason, the newest first."
  myNotices: [OwnNotice!]!
}
`;

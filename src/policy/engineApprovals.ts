/** The engine's part of the contracts of persons who may approve that something of them is read. */
export const approvalTypes = `
"That an organisation reads, for one purpose and until an end, what it reads only with the caller's approval."
type OwnApproval {
  id: ID!
  "To whom it was given; who absorbs an organisation takes its place."
  organisation: String!
  "The organisation's name; null: the register knows none of that id any more."
  organisationName: String
  purpose: String!
  "The purpose in the words of the policy; null: it is no longer one."
  purposeText: String
  "What it opens, for roles and through links that read it only so."
  opens: [DisclosedField!]!
  state: OwnApprovalState!
  givenAt: DateTime!
  "It opens until just before."
  endsAt: DateTime!
  withdrawnAt: DateTime
}

enum OwnApprovalState {
  "It opens now."
  LIVING
  "Its end has come."
  ENDED
  "The caller took it back, or gave it to whom has absorbed the organisation."
  WITHDRAWN
}

"A purpose for which something of the caller is read only with the caller's approval."
type Approvable {
  purpose: String!
  purposeText: String!
  "What an approval opens."
  opens: [DisclosedField!]!
  "Organisations that have a link to the caller now: at most 100. An approval may be given to any other too."
  organisations: [ApprovableOrganisation!]!
}

type ApprovableOrganisation {
  id: String!
  name: String!
}

extend type Query {
  "What the caller has approved, the newest first, with what has ended and what was taken back."
  myApprovals: [OwnApproval!]!
  "What the caller may approve."
  approvables: [Approvable!]!
}

extend type Mutation {
  """
  Approves that an organisation reads, for one of the purposes of \`approvables\` and until an end within two years, what it reads
  only so. Given again it has the new end; nobody but the caller sees whether it was given.
  """
  giveApproval(organisation: String!, purpose: String!, until: DateTime!): OwnApproval
  "Takes an approval back, at once. Again it changes nothing."
  withdrawApproval(id: ID!): OwnApproval
}
`;

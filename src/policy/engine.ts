/** The engine's own part of contracts: what a caller may ask of itself, and an administrator of its organisation. */
import type { EngineAudience } from './audience.js';
import { accountTypes } from './engineAccounts.js';
import { linkRequestTypes } from './linkRequestTypes.js';
import { approvalTypes } from './engineApprovals.js';
import { ownNoticeTypes } from './engineNotices.js';

export const engineTypes = `${accountTypes}${approvalTypes}${ownNoticeTypes}
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
  "Whether it administers the accounts of its organisation."
  isAdministrator: Boolean!
  "How many persons it may still learn of, and how many searches may still find nobody."
  budgets: [CallerBudget!]!
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

"Something that was read or written of the caller's own data. It names nobody but organisations and roles."
type OwnDisclosure {
  "To the second."
  at: DateTime!
  kind: OwnDisclosureKind!
  delivery: OwnDisclosureDelivery!
  "Whether the caller did it, with this account."
  isOwn: Boolean!
  "Which organisation, by its name; null: somebody of none."
  organisation: String
  "In which capacity."
  role: String!
  "The unit of somebody of no organisation, if known."
  unit: String
  purpose: String!
  "The purpose in the words of the policy; null: it is no longer one."
  purposeText: String
  "What of the person."
  fields: [DisclosedField!]!
}

enum OwnDisclosureKind {
  READ
  WRITTEN
}

enum OwnDisclosureDelivery {
  "The answer was handed over, or the change made."
  COMPLETED
  "The answer was made; whether it arrived is not known."
  UNKNOWN
}

"One field, and how exactly it was shown."
type DisclosedField {
  "\`Type.field\`."
  coordinate: String!
  "EXACT, the transformation that left less of it, or MATCH: it was confirmed to who knew it, and not shown."
  precision: String!
}

"""
That what the organisation was served of a person is no longer so (GDPR Art. 19). It is there until it is acknowledged.
"""
type RecipientNotice {
  id: ID!
  kind: RecipientNoticeKind!
  "The person, by the id that the organisation knows; it is told of an erased one too."
  person: ID!
  "The person's type in this contract."
  type: String!
  "Which fields of this contract, \`Type.field\` or \`Type.object.field\`: read them again."
  fields: [String!]!
  at: DateTime!
}

enum RecipientNoticeKind {
  "Somebody else has changed fields that the organisation was served."
  RECTIFIED
  "The person was erased: erase what you hold, unless another duty keeps it."
  ERASED
  "The link through which the organisation read has ended."
  LINK_ENDED
}

${linkRequestTypes}
extend type Query {
  "Who asks, as the server understood the token."
  me: Caller!
  "Who read or wrote what of the caller's own data, when and why, the newest first."
  myDisclosures: [OwnDisclosure!]!
  "What the organisation was served and is no longer so, the oldest first; what was acknowledged is no longer there."
  notices: [RecipientNotice!]!
  """
  Ids as an organisation that the caller's has absorbed knew them, each as the caller's knows it, in their order; null for
  what is no id. At most 500 in an operation. It does not say that a row is there.
  """
  currentIds(
    "A type of this contract."
    type: String!
    ids: [ID!]!
    "The organisation that knew them."
    from: String!
  ): [ID]!
  "Who asks to be linked to the caller, the newest first."
  myLinkRequests: [LinkRequest!]!
  "Who asks to be linked to persons whom the caller reaches now, the newest first."
  linkRequests: [LinkRequest!]!
  "The accounts of the organisation, by id: for its administrators."
  accounts: [RegisteredAccount!]!
}

extend type Mutation {
  "Answers a first contact, for the caller itself or for a person whom it reaches. Null: none of that id waits."
  answerLinkRequest(id: ID!, accept: Boolean!): LinkRequestDecision
  """
  Says that the organisation has read notices, and acts on them. Again it changes nothing. Gives how many of the ids are
  notices of the organisation; at most 500 in an operation.
  """
  acknowledgeNotices(ids: [ID!]!): Int!
  """
  Registers an account of the organisation, in quarantine until a second person approves it. Asks for a fresh authentication.
  """
  createAccount(account: NewAccount!): RegisteredAccount
  """
  Takes an account out of quarantine. Neither its creator may, nor the account itself; an administrator is approved by the operator
  of this service. Asks for a fresh authentication.
  """
  approveAccount(account: String!): RegisteredAccount
  "Closes an account for good, an administrator's only by itself or the operator. Asks for a fresh authentication."
  closeAccount(account: String!): RegisteredAccount
  "Stops an account at once, until it is reinstated, and keeps why. Asks for a fresh authentication."
  stopAccount(account: String!, reason: String!): RegisteredAccount
  """
  Lifts what administrators of the organisation have stopped; the account authenticates again. Asks for a fresh authentication.
  """
  reinstateAccount(account: String!): RegisteredAccount
}
`;

/** A root of the engine's: it derives from nothing of the store. */
export interface EngineRoot {
  readonly audience: EngineAudience;
  /** Only an administrator may ask it, and whatever changes something only who has just authenticated. */
  readonly isAdministration?: true;
  /** The contract makes a connection of the list, as of a store's. */
  readonly isPaged?: true;
  /** It is about what was disclosed of persons, and is resolved on the person's side. */
  readonly isOfPersons?: true;
}

/** By name of the field of Query. */
export const engineQueries: ReadonlyMap<string, EngineRoot> = new Map<string, EngineRoot>([
  ['me', { audience: 'EVERYBODY' }],
  ['currentIds', { audience: 'REGISTERED' }],
  ['myDisclosures', { audience: 'DATA_SUBJECT', isOfPersons: true, isPaged: true }],
  ['myNotices', { audience: 'DATA_SUBJECT', isOfPersons: true, isPaged: true }],
  ['myApprovals', { audience: 'APPROVER', isOfPersons: true, isPaged: true }],
  ['approvables', { audience: 'APPROVER', isOfPersons: true }],
  ['notices', { audience: 'RECIPIENT', isOfPersons: true, isPaged: true }],
  ['myLinkRequests', { audience: 'ASKED', isOfPersons: true, isPaged: true }],
  ['linkRequests', { audience: 'CONFIRMING', isOfPersons: true, isPaged: true }],
  ['accounts', { audience: 'REGISTERED', isAdministration: true, isPaged: true }],
]);

/** By name of the field of Mutation. */
export const engineMutations: ReadonlyMap<string, EngineRoot> = new Map<string, EngineRoot>([
  ['acknowledgeNotices', { audience: 'RECIPIENT', isOfPersons: true }],
  ['giveApproval', { audience: 'APPROVER', isOfPersons: true }],
  ['withdrawApproval', { audience: 'APPROVER', isOfPersons: true }],
  ['answerLinkRequest', { audience: 'ANSWERING', isOfPersons: true }],
  ['createAccount', { audience: 'REGISTERED', isAdministration: true }],
  ['approveAccount', { audience: 'REGISTERED', isAdministration: true }],
  ['closeAccount', { audience: 'REGISTERED', isAdministration: true }],
  ['stopAccount', { audience: 'REGISTERED', isAdministration: true }],
  ['reinstateAccount', { audience: 'REGISTERED', isAdministration: true }],
]);

/** Names of types that contracts generate or the engine owns; a store may not take them. */
export const engineTypeNames: ReadonlySet<string> = new Set([
  'Caller',
  'CallerKind',
  'CallerSender',
  'CallerBudget',
  'CallerBudgetKind',
  'CallerBudgetClaim',
  'RegisteredAccount',
  'RegisteredAccountState',
  'NewAccount',
  'OwnDisclosure',
  'OwnDisclosureKind',
  'OwnDisclosureDelivery',
  'OwnNotice',
  'DisclosedField',
  'OwnApproval',
  'OwnApprovalState',
  'Approvable',
  'ApprovableOrganisation',
  'RecipientNotice',
  'RecipientNoticeKind',
  'LinkRequest',
  'LinkRequestState',
  'LinkRequestValue',
  'LinkRequestDecision',
  'RowError',
  'PageInfo',
  'Allowance',
]);

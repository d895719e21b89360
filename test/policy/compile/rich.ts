/** The tenancy with one of everything that a contract shows in a way of its own. */
import type { Edit } from '../harness.js';
import { draftOf } from './drafts.js';

const lodger = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"]';

const edits: readonly Edit[] = [
  [
    'enum LeaseStatus',
    `"What has a key."
interface Placed { id: ID! }

"What is about a building."
interface Sited implements Placed {
  "By which it is named."
  id: ID!
  "Where."
  building: Building
  status: LeaseStatus
  "Since when."
  startedOn: Date
}

"What has a name."
interface Named { id: ID! name: String! }

"What an agency did."
union Some = Lease | Visit | Agency

enum LeaseStatus`,
  ],
  ['type Building @entity', 'type Building implements Named @entity'],
  ['type Agency @entity', 'type Agency implements Named @entity'],
  ['type Lease\n', 'type Lease implements Sited & Placed\n'],
  [
    '"What a manager and a person agreed."',
    `"That somebody looked at a home."
type Visit implements Sited & Placed
  @record(table: "visit", subject: "tenant_id")
  @reach(name: "lodger", role: AGENCY, through: "visit", subject: "tenant_id", column: "agency_id", row: "id",
         claim: ORGANISATION, starts: "offered_on", ends: "ended_on")
{
  id: ID!
  building: Building ${lodger}, within: "P3M")
  "When it was."
  startedOn: Date
    @personal(category: TENANCY)
    ${lodger}, as: YEAR, within: "P3M")
  "How it went."
  status: LeaseStatus!
    @impersonal(reason: "a state of the file")
    ${lodger}, within: "P3M", approval: true)
  offeredOn: Date @impersonal(reason: "of the file")
  endedOn: Date @impersonal(reason: "of the file")
  agency: Agency
}

"What a manager and a person agreed."`,
  ],
  [
    '  startedOn: Date\n    @personal(category: TENANCY)\n    @disclose(to: [MANAGER]',
    `  startedOn: Date\n    @personal(category: TENANCY)\n    ${lodger}, as: YEAR, within: "P3M")\n    @disclose(to: [MANAGER]`,
  ],
  [
    '  floors: Int\n',
    '  "Each of them heated."\n  floors: Int!\n  "Who lets it."\n  agency: Agency!\n  shed: Shed\n  sited: [Sited!]!\n  "When somebody is there."\n  hours: Hours! @embedded(prefix: "hours_")\n',
  ],
  [
    '"A firm that finds tenants."',
    '"From when until when."\ntype Hours {\n  "From when."\n  opens: String!\n  closes: String @deprecated(reason: "Nobody leaves.")\n}\n\ntype Shed @entity(table: "shed") @disclose(to: [AGENCY], for: [LETTING]) {\n  doors: Int!\n}\n\n"A firm that finds tenants."',
  ],
  [
    '  name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
    '  name: String! @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT])',
  ],
  ['  OVER\n', '  OVER\n  GONE @deprecated(reason: "Ask for OVER.")\n'],
];

export const rich = draftOf(...edits);

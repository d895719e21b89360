/** A store of tenants and landlords: small, lawful, and with one of everything that the vocabulary can say. */

export const tenancyWords = `
extend schema
  @zones(of: ["Europe/Paris", "Indian/Reunion"])
  @bound(role: MANAGER, page: 50, cost: 5000, persons: [{ of: 200, per: "P1D", by: ACCOUNT }])
  @bound(role: AGENCY, page: 50, cost: 2000, persons: [{ share: 1.2, floor: 20, cap: 500, per: "P30D", by: ORGANISATION }])
  @bound(role: TENANT, page: 10, cost: 500, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])

enum Role {
  "Manages buildings and their tenants."
  MANAGER @party(as: CONTROLLER)
  "Finds tenants for managers."
  AGENCY @party(as: RECIPIENT)
  "The person."
  TENANT @party(as: DATA_SUBJECT)
}

enum Purpose {
  MANAGEMENT @purpose(basis: "GDPR Art. 6(1)(b)", text: "To manage your lease.")
  LETTING @purpose(basis: "GDPR Art. 6(1)(b)", text: "To find you a home.")
  OWN_FILE @purpose(basis: "GDPR Art. 15", text: "To show you your file.")
}

enum Category {
  IDENTITY @category(sensitivity: ORDINARY)
  CONTACT @category(sensitivity: ORDINARY)
  NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID)
  HEALTH @category(sensitivity: SPECIAL, to: [TENANT])
  TENANCY @category(sensitivity: ORDINARY)
}

"A number of a national register, fifteen characters."
scalar NationalNumber @format(pattern: "[12][0-9]{12}(?:[0-9]{2})?")

enum LeaseStatus {
  OFFERED
  RUNNING
  OVER
}
`;

export const tenancyTypes = `
"A person who rents or wants to rent."
type Tenant
  @subject(table: "tenant", population: 100000)
  @retain(from: "left_on", keep: "P5Y")
  @reach(name: "portfolio", role: MANAGER, through: "mandate", subject: "tenant_id", column: "account", claim: ACCOUNT,
         starts: "starts_on", ends: "ends_on", longest: "P3Y")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION,
         starts: "offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])
  @reach(name: "self", role: TENANT, through: "tenant", subject: "id", column: "id", claim: SUBJECT, starts: "registered_on")
  @restrict(column: "protected_address", fields: ["address"], except: [TENANT])
{
  id: ID!
  "The number by which the register knows the person: managers file with it."
  number: NationalNumber
    @personal(category: NATIONAL_NUMBER, search: [UNIQUE])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: PSEUDONYM, within: "P3M")
  "The name at birth: agencies address the tenant by it."
  birthName: String
    @personal(category: IDENTITY, search: [EXACT])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
  "The birth date: agencies need no more than the band."
  birthDate: PartialDate
    @personal(category: IDENTITY)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND, within: "P3M")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: YEAR, within: "PT0S")
  "Where the tenant is written to: managers and agencies write about the home."
  email: Email
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")
  "Whether the home must be without steps."
  stepless: Boolean
    @personal(category: HEALTH)
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
  address: Address @embedded(prefix: "address_")
  protectedAddress: Boolean @impersonal(reason: "a mark of the file, not of the person")
  "When the person registered: own access starts with it."
  registeredOn: Date
    @personal(category: TENANCY, clear: "the reach of the person starts with it")
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
  "When the person left."
  leftOn: Date @personal(category: TENANCY, clear: "retention counts from it")
  leases: [Lease!]
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
}

"Where somebody lives, or where a building stands."
type Address {
  "Number and street: the manager writes letters."
  line: String
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
  "The postal code: agencies look for homes near it."
  postcode: PostalCode
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: POSTCODE_AREA, within: "P3M")
}

"One tenancy."
type Lease
  @record(table: "lease", subject: "tenant_id")
  @reach(name: "portfolio", role: MANAGER, through: "mandate", subject: "tenant_id", column: "account", claim: ACCOUNT,
         starts: "starts_on", ends: "ends_on", longest: "P3Y")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row: "id",
         claim: ORGANISATION, starts: "offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])
{
  id: ID!
  tenant: Tenant
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  agency: Agency
  building: Building
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  "When it was offered: the agency's access starts with it."
  offeredOn: Date
    @personal(category: TENANCY, clear: "the reach of the agency starts with it")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  "When it began."
  startedOn: Date
    @personal(category: TENANCY)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  "When it ended: the agency's access ends with it."
  endedOn: Date
    @personal(category: TENANCY, clear: "the reach of the agency ends with it")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  "When the person objected."
  objectedOn: Date @personal(category: TENANCY, clear: "it closes the reach of the agency")
  status: LeaseStatus
    @impersonal(reason: "a state of the file")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
}

"What a manager and a person agreed."
type Mandate @record(table: "mandate", subject: "tenant_id")
  @reach(name: "portfolio", role: MANAGER, through: "mandate", subject: "tenant_id", column: "account", row: "id",
         claim: ACCOUNT, starts: "starts_on", ends: "ends_on", longest: "P3Y")
{
  id: ID!
  tenant: Tenant
  account: String @impersonal(reason: "names the manager")
  "Access starts with it."
  startsOn: Date @personal(category: TENANCY, clear: "a reach starts with it")
  "Access ends with it."
  endsOn: Date @personal(category: TENANCY, clear: "a reach ends with it")
}

"A house that is let."
type Building @entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING]) {
  id: ID!
  name: String!
  floors: Int
  address: Address @embedded(prefix: "")
  leases: [Lease!]
}

"A firm that finds tenants."
type Agency @entity(table: "agency") {
  id: ID!
  name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])
}
`;

export const tenancyOperations = `
extend type Query {
  "One tenant."
  tenant(id: ID!): Tenant @root(kind: NODE)
  "Those whom the caller reaches."
  tenants(changedSince: DateTime, filter: TenantFilter): [Tenant!] @root(kind: LIST)
  "One tenant by what identifies."
  findTenant(by: FindTenant!): Tenant @root(kind: FIND, by: [["birthName", "birthDate"], ["number", "birthName"]])
  "The caller's own file."
  myself: Tenant @root(kind: NODE)
  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)
  buildings: [Building!] @root(kind: LIST)
}

input TenantFilter {
  registered: Date @sets(field: "registeredOn")
}

input LeaseFilter {
  status: LeaseStatus
  building: ID
}

input FindTenant {
  birthName: String
  birthDate: PartialDate
  number: NationalNumber
}

extend type Mutation {
  "Registers a person, and mandates its author."
  registerTenant(input: RegisterTenant!): RegisterTenantPayload!
    @write(kind: CREATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: [])
    @write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: [])
    @sets(field: "Mandate.account", claim: ACCOUNT)
  "Corrects what is wrong."
  correctTenant(id: ID!, input: CorrectTenant!): CorrectTenantPayload!
    @write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])
  "Offers a home through an agency."
  offerLease(input: OfferLease!): OfferLeasePayload!
    @write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])
    @sets(field: "status", value: "OFFERED")
  "The agency says that leases began, many at once."
  startLeases(building: ID! @sets(field: "building"), key: String!, rows: [StartLease!]!): StartLeasesPayload!
    @write(kind: UPDATE, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"], rows: 500)
    @sets(field: "status", value: "RUNNING", from: ["OFFERED"])
  "The agency says that a lease is over."
  endLease(id: ID!, endedOn: Date!): EndLeasePayload!
    @write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])
    @sets(field: "status", value: "OVER", from: ["OFFERED", "RUNNING"])
}

input RegisterTenant {
  number: NationalNumber!
  birthName: String!
  birthDate: PartialDate
  address: AddressInput
  from: Date! @sets(field: "registeredOn") @sets(field: "Mandate.startsOn")
}

input AddressInput {
  line: String
  postcode: PostalCode
}

input CorrectTenant {
  birthName: String
  email: Email
  address: AddressInput
}

input OfferLease {
  tenant: ID!
  agency: ID!
  building: ID!
  offeredOn: Date!
}

input StartLease {
  id: ID!
  startedOn: Date!
}

type RegisterTenantPayload {
  errors: [RowError!]!
  receipt: ID
}

type CorrectTenantPayload {
  errors: [RowError!]!
  tenant: Tenant
}

type OfferLeasePayload {
  errors: [RowError!]!
  lease: Lease
}

type StartLeasesPayload {
  errors: [RowError!]!
}

type EndLeasePayload {
  errors: [RowError!]!
  lease: Lease
}
`;

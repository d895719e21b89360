/** The people of the bench's store under a policy of their own: one role, or more that read the same. Only the roles differ. */
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';

const fields: readonly (readonly [name: string, type: string])[] = [
  ['identifier', 'String'],
  ['birthName', 'String'],
  ['usedName', 'String'],
  ['givenNames', 'String'],
  ['birthDate', 'PartialDate'],
  ['email', 'Email'],
  ['phone', 'Phone'],
];
const addressFields: typeof fields = [
  ['line', 'String'],
  ['postcode', 'PostalCode'],
  ['city', 'String'],
];

/** The first role is the adviser's, who asks; nobody has the others. */
export function decidingStore(roles: number): readonly SchemaSource[] {
  const names = ['ADVISER', ...Array.from({ length: roles - 1 }, (_, index) => `ROLE_${String(index + 2)}`)];
  const bounds = names.map(
    (role) => `@bound(role: ${role}, page: 50, cost: 20000, persons: [{ of: 2000, per: "P1D", by: ACCOUNT }])`,
  );
  const reaches = names.map(
    (role) => `@reach(name: "portfolio", role: ${role}, through: "accompaniment", subject: "job_seeker_id",
      column: "adviser", claim: ACCOUNT, starts: "starts_on", ends: "ends_on", longest: "P3Y")`,
  );
  const grant = `@disclose(to: [${names.join(', ')}], for: [COUNSELLING], through: ["portfolio"], within: "PT0S")`;
  const given = ([name, type]: readonly [string, string]): string =>
    `"A field."\n${name}: ${type} @personal(category: ANY) ${grant}`;
  const text = `
    extend schema @zones(of: ["Europe/Paris"]) ${bounds.join('\n')}
    enum Role { ${names.map((name) => `${name} @party(as: CONTROLLER)`).join(' ')} }
    enum Purpose { COUNSELLING @purpose(basis: "GDPR Art. 6(1)(e)", text: "To accompany you towards work.") }
    enum Category { ANY @category(sensitivity: ORDINARY) }
    type JobSeeker @subject(table: "job_seeker", population: 6000000) ${reaches.join('\n')} {
      id: ID!
      ${fields.map(given).join('\n')}
      address: Address @embedded(prefix: "address_")
    }
    type Address { ${addressFields.map(given).join('\n')} }
    extend type Query { jobSeekers: [JobSeeker!] @root(kind: LIST) }
  `;
  return [{ name: `${String(roles)}-roles.graphql`, text }];
}

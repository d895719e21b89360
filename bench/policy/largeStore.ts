/** A lawful store as large as one wants it: a person, records about it, and as many roles, each of which reads them all. */

export interface LargeStore {
  readonly roles: number;
  readonly types: number;
}

/** SDL of a person, and of `types` - 1 kinds of record with ten fields each. */
export function largeStore({ roles, types }: LargeStore): string {
  const names = Array.from({ length: roles }, (_, index) => `ROLE_${String(index)}`);
  const indices = Array.from({ length: types - 1 }, (_, index) => String(index));
  const bounds = names.map(
    (role) => `@bound(role: ${role}, page: 50, cost: 5000, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])`,
  );
  return `
    extend schema @zones(of: ["UTC"]) ${bounds.join('\n')}
    enum Role { ${names.map((role) => `${role} @party(as: RECIPIENT)`).join(' ')} }
    enum Purpose { WORK @purpose(basis: "GDPR Art. 6(1)(e)", text: "To work.") }
    enum Category { ANY @category(sensitivity: ORDINARY) }
    type Person @subject(table: "person") ${reachesOf(names)} {
      id: ID!
      ${field('name', names)}
      ${indices.map((index) => `records${index}: [Record${index}!] ${grantTo(names, 'EXACT')}`).join('\n')}
    }
    ${indices.map((index) => recordOf(index, names)).join('\n')}
    extend type Query { people: [Person!] @root(kind: LIST) }
  `;
}

function recordOf(index: string, roles: readonly string[]): string {
  const values = Array.from({ length: 8 }, (_, each) => field(`value${String(each)}`, roles));
  return `type Record${index} @record(table: "record_${index}", subject: "person_id") ${reachesOf(roles)} {
    id: ID!
    person: Person ${grantTo(roles, 'EXACT')}
    "When."
    born: Date @personal(category: ANY) ${grantTo(roles, 'YEAR')}
    ${values.join('\n')}
  }`;
}

function reachesOf(roles: readonly string[]): string {
  return roles
    .map(
      (role) =>
        `@reach(name: "link", role: ${role}, through: "link", subject: "person_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on")`,
    )
    .join('\n');
}

function field(name: string, roles: readonly string[]): string {
  return `"What it is."\n${name}: String @personal(category: ANY) ${grantTo(roles, 'EXACT')}`;
}

function grantTo(roles: readonly string[], precision: string): string {
  return `@disclose(to: [${roles.join(', ')}], for: [WORK], through: ["link"], as: ${precision}, within: "P3M")`;
}

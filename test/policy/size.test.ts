import { expect, test } from 'vitest';
import { policyOf } from './harness.js';

const roles = Array.from({ length: 12 }, (_, index) => `ROLE_${String(index)}`);

test('twelve roles over a hundred and fifty types compile', () => {
  const policy = policyOf([{ name: 'large.graphql', text: largeStore(150) }]);
  expect(policy.roles.size).toBe(12);
  expect(policy.types.size).toBe(150);
  for (const role of policy.roles.values()) expect(role.types.size).toBe(150);
});

function largeStore(count: number): string {
  const bounds = roles.map(
    (role) => `@bound(role: ${role}, page: 50, cost: 5000, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])`,
  );
  const records = Array.from({ length: count - 1 }, (_, index) => record(index));
  return `
    extend schema @zones(of: ["UTC"]) ${bounds.join('\n')}
    enum Role { ${roles.map((role) => `${role} @party(as: RECIPIENT)`).join(' ')} }
    enum Purpose { WORK @purpose(basis: "GDPR Art. 6(1)(e)", text: "To work.") }
    enum Category { ANY @category(sensitivity: ORDINARY) }
    type Person @subject(table: "person") ${reaches()} {
      id: ID!
      ${field('name', 'String')}
      ${Array.from({ length: count - 1 }, (_, index) => `records${String(index)}: [Record${String(index)}!] ${grant('EXACT')}`).join('\n')}
    }
    ${records.join('\n')}
    extend type Query { people: [Person!] @root(kind: LIST) }
  `;
}

function record(index: number): string {
  const name = `Record${String(index)}`;
  const values = Array.from({ length: 8 }, (_, each) => field(`value${String(each)}`, 'String'));
  return `type ${name} @record(table: "record_${String(index)}", subject: "person_id") ${reaches()} {
    id: ID!
    person: Person ${grant('EXACT')}
    born: Date @personal(category: ANY) ${grant('YEAR')}
    ${values.join('\n')}
  }`.replace('    born', '    "When."\n    born');
}

function reaches(): string {
  return roles
    .map(
      (role) =>
        `@reach(name: "link", role: ${role}, through: "link", subject: "person_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on")`,
    )
    .join('\n');
}

function field(name: string, type: string): string {
  return `"What it is."\n${name}: ${type} @personal(category: ANY) ${grant('EXACT')}`;
}

function grant(precision: string): string {
  return `@disclose(to: [${roles.join(', ')}], for: [WORK], through: ["link"], as: ${precision}, within: "P3M")`;
}

import { expect, test } from 'vitest';
import { embeddedTypeNames } from '../../../src/policy/read/embedded.js';
import { storeOf } from '../reading.js';

const { schema } = storeOf(`
  type Person @subject(table: "person") {
    id: ID!
    home: Address @embedded(prefix: "home_")
    work: Address @embedded(prefix: "work_")
    size: Size! @embedded(prefix: "")
    pet: Pet
  }
  type Address { line: String country: Country @embedded(prefix: "country_") }
  type Country { name: String }
  type Size { height: Int }
  type Pet { name: String }
  interface Housed { shed: Shed @embedded(prefix: "shed_") }
  type Shed { door: Int }
`);

test('what any type embeds is embedded, in other objects too; what no type marks is not', () => {
  expect([...embeddedTypeNames(schema)]).toEqual(['Address', 'Size', 'Country']);
});

/** The plain server's store: the same people in clear, all within the reach of the one account, as it was in the case. */
import { Readable } from 'node:stream';
import { drawPerson } from '../../../src/demo/world/person.js';
import type { Link } from '../../links.js';
import type { Person } from '../../person.js';
import { fillPlainStore } from '../../plain/store.js';
import type { StorePlan } from '../store/plan.js';
import { monthsBefore } from '../store/plan.js';

/** The stolen account. */
export const plainAccount = 'stolen';

export function fillPlain(url: string, plan: StorePlan): Promise<void> {
  return fillPlainStore(url, Readable.from(people(plan)), [...links(plan)]);
}

function* people(plan: StorePlan): Generator<Person> {
  for (let index = 0; index < plan.sizes.people; index++) yield personOf(plan, index);
}

function personOf(plan: StorePlan, index: number): Person {
  const { id, identifier, birthName, usedName, givenNames, birthDate, email, phone, address } = drawPerson(
    plan.era,
    index,
  ).person;
  const home = { line: undefined, postcode: address?.postcode, city: address?.city };
  return { id, identifier, birthName, usedName, givenNames, birthDate, email, phone, address: home };
}

function* links(plan: StorePlan): Generator<Link> {
  for (let index = 0; index < plan.sizes.people; index++) {
    const { id } = drawPerson(plan.era, index).person;
    yield { person: id, adviser: plainAccount, startsOn: monthsBefore(12), endsOn: undefined };
  }
}

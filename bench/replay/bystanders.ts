/** Honest people at work at the same moments as a thief: a colleague of the stolen account, an adviser, another's software. */
import type { Account } from './accounts.js';
import { adviser, trainer } from './accounts.js';
import type { World } from './world.js';

const traineesPage =
  'query Mine($first: Int!) { jobSeekers(first: $first) { nodes { id usedName givenNames phone } } }';
const portfolioPage =
  'query Mine($first: Int!) { jobSeekers(first: $first) { nodes { id usedName givenNames phone } } }';

export class Bystanders {
  readonly #world: World;
  readonly #people: readonly Account[];
  #turn = 0;

  constructor(world: World, stolen: readonly Account[]) {
    this.#world = world;
    const colleagues = stolen.flatMap(colleagueOf).filter(({ id }) => stolen.every((each) => each.id !== id));
    this.#people = [...colleagues.slice(0, 2), adviser(5), trainer(2, 2)];
  }

  /** One of them asks. The colleague reads the list of the day, as every day. */
  async step(): Promise<void> {
    const account = this.#people[this.#turn++ % this.#people.length];
    if (account === undefined) return;
    const query = account.role === 'ADVISER' ? portfolioPage : traineesPage;
    await this.#world.honest.askMeanwhile('beside an attack', account, query, { variables: { first: 20 } });
  }
}

function colleagueOf({ role, id, organisation, address, purpose }: Account): readonly Account[] {
  if (role !== 'TRAINING_ORGANISATION') return [];
  const [, rank = '0'] = id.split('-');
  return [{ ...trainer(Number(rank), 2), organisation, address, purpose }];
}

/** How many of everything a replay's store holds, all by arithmetic on the number of its people. */

export interface Sizes {
  readonly people: number;
  /** Trainees by training organisation, the largest first, the last one with a single trainee. */
  readonly organisations: readonly number[];
  /** Persons of an adviser's portfolio. */
  readonly portfolio: number;
  readonly youthUnits: number;
  readonly employers: number;
  /** Open applications of an employer. */
  readonly applications: number;
}

const largestOrganisation = 10_000;
const organisationsAtMost = 200;
/** What a store of the whole size has in training. */
const wholeSize = 340_000;

export function sizesOf(people: number): Sizes {
  const organisations = Math.max(24, Math.min(organisationsAtMost, Math.floor(people / 20)));
  return {
    people,
    organisations: trainingSizes(people, organisations),
    portfolio: Math.min(350, Math.max(20, Math.floor(people / 12))),
    youthUnits: 6,
    employers: 8,
    applications: Math.max(60, Math.min(600, Math.floor(people / 40))),
  };
}

/** A Zipf law that is bent down to one. A small store has more of its people in training, so that its organisations have sizes. */
function trainingSizes(people: number, organisations: number): readonly number[] {
  const share = people >= wholeSize ? 1 : Math.min(1, (people / wholeSize) * 4);
  const largest = Math.max(organisations, Math.floor(largestOrganisation * share));
  const sizes = Array.from({ length: organisations }, (_, rank) =>
    Math.max(1, Math.floor((largest / (rank + 1) ** 0.9) * (1 - rank / organisations))),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const fit = Math.min(1, (people * 0.8) / total);
  return [...sizes.slice(0, -1).map((size) => Math.max(1, Math.floor(size * fit))), 1];
}

import { expect, test } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';

refuses([
  {
    title: 'a link that never ends is refused',
    edits: [
      [
        `         starts: "starts_on", ends: "ends_on", longest: "P3Y")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
        `         starts: "starts_on")
  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim`,
      ],
    ],
    code: 'LINK_WITHOUT_END',
    at: `  @retain(from: "left_on", keep: "P5Y")
  @reach(name: ‸"portfolio"`,
    message: 'The reach "portfolio" of MANAGER never ends.',
    also: ['WRITES_OWN_REACH'],
  },
]);

test("a person's link to the own file needs no end", () => {
  expect(problemsOf(edited(['starts: "registered_on")', 'starts: "registered_on", closes: [])']))).toEqual([]);
});

test('an end without an age, and an age without an end, are enough', () => {
  const lodger = 'starts: "offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])\n{';
  expect(problemsOf(edited([lodger, 'starts: "offered_on", ends: "ended_on", closes: ["objected_on"])\n{']))).toEqual(
    [],
  );
  expect(problemsOf(edited([lodger, 'starts: "offered_on", longest: "P18M", closes: ["objected_on"])\n{']))).toEqual(
    [],
  );
});

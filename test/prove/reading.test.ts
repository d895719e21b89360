/** The reading by itself: dates, links and rungs as the vocabulary says them, each expectation written by hand. */
import { describe, expect, it } from 'vitest';
import { dayAfter, dayIn, hasStarted, isOver, readSpan } from '../../src/prove/reading/days.js';
import type { When } from '../../src/prove/reading/days.js';
import { grantedTo } from '../../src/prove/reading/granted.js';
import { linkState, possibleStates } from '../../src/prove/reading/linkState.js';
import { readPolicy } from '../../src/prove/reading/readPolicy.js';
import { rungOf } from '../../src/prove/reading/rungs.js';
import type { StatedReach } from '../../src/prove/reading/statedPolicy.js';
import { readSchema } from '../../src/schemaFolder.js';
import { libraryFolder } from '../support/policies.js';

const overseas = ['Europe/Paris', 'Indian/Reunion', 'America/Guadeloupe'];
const at = (instant: string, zones: readonly string[] = overseas): When => ({ now: Date.parse(instant), zones });
const span = readSpan;

describe('a date', () => {
  it.each([
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2023-11-30', 'P3M', '2024-02-29'],
    ['2023-12-31', 'P2M1D', '2024-03-01'],
    ['2024-12-30', 'P1W', '2025-01-06'],
  ])('%s and %s is %s', (day, duration, later) => {
    expect(dayAfter(day, span(duration))).toBe(later);
  });

  it('starts where it starts first and ends where it ends last', () => {
    const night = at('2028-02-29T02:30:00Z');
    expect(overseas.map((zone) => dayIn(zone, night.now))).toEqual(['2028-02-29', '2028-02-29', '2028-02-28']);
    expect([hasStarted('2028-02-29', night), hasStarted('2028-03-01', night)]).toEqual([true, false]);
    expect([isOver('2028-02-28', [], night), isOver('2028-02-27', [], night)]).toEqual([false, true]);
  });

  it('is over a window later, the hours of which count from the end of the day', () => {
    const noon = at('2026-06-10T12:00:00Z', ['UTC']);
    expect([isOver('2026-05-10', [span('P1M')], noon), isOver('2026-05-09', [span('P1M')], noon)]).toEqual([
      false,
      true,
    ]);
    expect([isOver('2026-06-09', [span('PT13H')], noon), isOver('2026-06-09', [span('PT11H')], noon)]).toEqual([
      false,
      true,
    ]);
  });

  it('is an instant where the column is one', () => {
    const noon = at('2026-06-10T12:00:00Z');
    expect([hasStarted('2026-06-10T12:00:00+00:00', noon), hasStarted('2026-06-10T12:00:01Z', noon)]).toEqual([
      true,
      false,
    ]);
    expect([isOver('2026-06-10T12:00:00Z', [], noon), isOver('2026-06-10T12:00:01Z', [], noon)]).toEqual([true, false]);
  });
});

describe('a link', () => {
  const reach: StatedReach = {
    name: 'lent',
    role: 'PARTNER',
    type: 'Member',
    through: 'loan',
    subject: 'member_id',
    column: 'library_id',
    row: undefined,
    claim: 'ORGANISATION',
    starts: 'from',
    ends: 'until',
    longest: span('P6M'),
    closes: ['objected'],
  };
  const way = { reach, within: span('P1M') };
  const today = at('2026-06-10T12:00:00Z', ['UTC']);

  it.each([
    [{ from: '2026-06-11' }, 'NOT_YET'],
    [{ from: null }, 'NOT_YET'],
    [{ from: '2026-06-10', until: '2026-06-10' }, 'ACTIVE'],
    [{ from: '2026-01-01', until: '2026-06-09' }, 'ENDED_INSIDE'],
    [{ from: '2026-01-01', until: '2026-05-10' }, 'ENDED_INSIDE'],
    [{ from: '2026-01-01', until: '2026-05-09' }, 'ENDED_PAST'],
    [{ from: '2025-12-10' }, 'ACTIVE'],
    [{ from: '2025-12-09' }, 'ENDED_INSIDE'],
    [{ from: '2025-11-09' }, 'PAST_LONGEST'],
    [{ from: '2026-06-01', objected: '2026-06-10' }, 'CLOSED'],
    [{ from: '2026-06-01', objected: '2026-06-11' }, 'ACTIVE'],
  ])('%j is %s', (link, state) => {
    expect(linkState(link, way, today)).toBe(state);
  });

  it('stands in no state that its directive leaves no room for', () => {
    const open = { reach: { ...reach, ends: undefined, longest: undefined, closes: [] }, within: span('PT0S') };
    expect(possibleStates(open)).toEqual(['NEVER', 'NOT_YET', 'ACTIVE']);
    expect(possibleStates(way)).toHaveLength(7);
  });
});

describe('a rung', () => {
  it.each([
    ['INITIAL', 'Text', "d'Or", 'D.'],
    ['INITIAL', 'Text', '42', '.'],
    ['YEAR', 'PartialDate', '1984-03', 1984],
    ['AGE_BAND', 'Date', '2010-12-31', '16-17'],
    ['AGE_BAND', 'Date', '1961-01-01', '65+'],
    ['AGE_BAND', 'Date', '1972-01-01', '45-54'],
    ['POSTCODE_AREA', 'PostalCode', '20137', '2A'],
    ['POSTCODE_AREA', 'PostalCode', '20250', '2B'],
    ['POSTCODE_AREA', 'PostalCode', '97410', '974'],
    ['MASKED', 'Text', 'Al', '*****'],
    ['MASKED', 'Email', 'nora@mail.example.org', 'n****@m****.org'],
    ['MASKED', 'Phone', '+33639980007', '+33 ** ** ** **'],
    ['MASKED', 'Phone', '+352621123456', '+352 ** ** ** **'],
    ['LAST2', 'Phone', '+33639980007', '** ** ** ** 07'],
    ['PRESENCE', 'Boolean', false, true],
  ])('%s of %s %j is %j', (precision, scalar, value, left) => {
    expect(rungOf(precision, scalar, value, 2026)).toBe(left);
  });
});

describe('a grant', () => {
  const policy = readPolicy(readSchema(libraryFolder).map(({ text }) => text));
  const member = policy.types.get('Member');

  it('is read from the directives alone: rungs, windows, restrictions, fresh authentications', () => {
    if (member === undefined) throw new Error('the library has members');
    const granted = grantedTo(member, 'PARTNER_LIBRARY', 'RECALL');
    expect(granted.map(({ name, withheldBy }) => [name, ...withheldBy])).toEqual([
      ['surnameMasked'],
      ['emailMasked', 'unlisted'],
      ['phoneLast2', 'unlisted'],
      ['loans'],
    ]);
    const fresh = grantedTo(member, 'LIBRARIAN', 'RECALL').filter(({ stepUp }) => stepUp);
    expect(fresh.map(({ name }) => name)).toEqual(['born']);
    expect(grantedTo(member, 'MEMBER', 'LENDING')).toEqual([]);
  });

  it('names the column of a member by its prefix', () => {
    expect(member?.fields.get('address.postcode')?.column).toBe('address_postcode');
    expect(member?.fields.get('loans')?.targets).toEqual([{ type: 'Loan', column: 'member_id' }]);
    expect(policy.types.get('Loan')?.fields.get('library')?.column).toBe('library_id');
  });
});

/** Which amounts are not the role's, and by which fields of its contract a caller spends them. */
import { describe, expect, it } from 'vitest';
import type { SpentByFields } from '../../src/budget/ownAmounts.js';
import { ownAmountsOf } from '../../src/budget/ownAmounts.js';
import { exceptional, counter, grant, opening, opens } from '../policy/counter.js';
import type { Edit } from '../policy/harness.js';
import { compiled, roleOf } from '../policy/harness.js';
import { compiled as compiledFolder, rentalFolder } from '../support/policies.js';

type Amounts = Pick<SpentByFields, 'root' | 'fields'> & {
  readonly persons: readonly (number | undefined)[];
  readonly misses: readonly (number | undefined)[];
};

const rental = compiledFolder(rentalFolder);

const amountsOf = (policy: ReturnType<typeof compiled>, role: string): readonly Amounts[] =>
  ownAmountsOf(policy, roleOf(policy, role)).map(({ root, persons, misses, fields }) => ({
    root,
    persons: persons.map(({ of }) => of),
    misses: misses.map(({ of }) => of),
    fields,
  }));

describe('amounts of their own', () => {
  it.each<readonly [role: string, amounts: readonly Amounts[]]>([
    [
      'LANDLORD',
      [
        { root: 'isMyTenant', persons: [], misses: [3], fields: ['isMyTenant'] },
        { root: 'requestTenancy', persons: [], misses: [8], fields: ['requestTenancy'] },
      ],
    ],
    ['GUARANTEE_FUND', [{ root: 'isSecured', persons: [], misses: [5], fields: ['isSecured'] }]],
    [
      'AGENT',
      [
        { root: 'counter', persons: [3], misses: [2], fields: ['openCounter'] },
        { root: 'leak', persons: [3], misses: [2], fields: ['openLeak'] },
      ],
    ],
    ['TENANT', []],
  ])('of %s are those of its own matches, first contacts and openings', (role, amounts) => {
    expect(amountsOf(rental, role)).toEqual(amounts);
  });

  it('of a reach that two mutations open are spent by both, and by none that another role has', () => {
    const agencies = exceptional.replace('role: MANAGER', 'role: AGENCY').replace('of: 20', 'of: 7');
    const others: readonly Edit[] = [
      [exceptional, `${exceptional}\n  ${agencies}`],
      [grant, `${grant}\n    ${grant.replace('[MANAGER], for: [MANAGEMENT]', '[AGENCY], for: [LETTING]')}`],
      [
        `  ${opening}\n    ${opens}\n`,
        [
          `  ${opening}\n    ${opens}\n`,
          `  "At the door."\n  ${opening.replace('openCounter', 'openDoor')}\n    ${opens}\n`,
          `  "In the office."\n  ${opening.replace('openCounter', 'openOffice')}\n    ${opens.replace('[MANAGER], for: [MANAGEMENT]', '[AGENCY], for: [LETTING]')}\n`,
        ].join(''),
      ],
    ];
    const policy = compiled(...counter, ...others);
    const own = { root: 'counter', misses: [10] };
    expect(amountsOf(policy, 'MANAGER')).toEqual([{ ...own, persons: [20], fields: ['openCounter', 'openDoor'] }]);
    expect(amountsOf(policy, 'AGENCY')).toEqual([{ ...own, persons: [7], fields: ['openOffice'] }]);
  });
});

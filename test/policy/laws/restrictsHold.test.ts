import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { strayWrites } from '../strays.js';

const marksProtection: Edit = ['input CorrectTenant {', 'input CorrectTenant {\n  protectedAddress: Boolean'];

refuses(strayWrites);

refuses([
  {
    title: 'who is withheld something by a mark does not take the mark off',
    edits: [marksProtection],
    code: 'RESTRICT_LIFTED',
    at: '‸protectedAddress: Boolean\n  birthName',
    message: 'Mutation.correctTenant lets MANAGER change Tenant.protectedAddress, which withholds from MANAGER.',
  },
]);

test('who is excepted from a restriction may change its mark', () => {
  expect(problemsOf(edited(marksProtection, ['except: [TENANT]', 'except: [TENANT, MANAGER]']))).toEqual([]);
});

test('a mark may be set when the person is created', () => {
  const marked: Edit = ['input RegisterTenant {', 'input RegisterTenant {\n  protectedAddress: Boolean'];
  expect(problemsOf(edited(marked))).toEqual([]);
});

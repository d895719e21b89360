import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { unexplainedRole } from '../strays.js';

const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
const fresh = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M", stepUp: true)';
const asked: Edit = [email, fresh];

permits([
  [
    'a role that says both may be asked',
    asked,
    ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", stepUpAge: "PT5M")'],
  ],
]);

refuses([{ ...unexplainedRole, edits: [...unexplainedRole.edits, asked] }]);

refuses([
  {
    title: 'a role that is asked for a fresh authentication says by what and how fresh',
    edits: [[email, fresh]],
    code: 'STEP_UP_UNSTATED',
    at: 'stepUp: ‸true',
    message: 'Tenant.email asks AGENCY for a fresh authentication, and AGENCY has no acr and no stepUpAge.',
  },
  {
    title: 'a role that says by what says how fresh too',
    edits: [
      [email, fresh],
      ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", maxAge: "PT8H")'],
    ],
    code: 'STEP_UP_UNSTATED',
    at: 'stepUp: ‸true',
    message: 'Tenant.email asks AGENCY for a fresh authentication, and AGENCY has no stepUpAge.',
  },
  {
    title: 'a role that says how fresh says by what too',
    edits: [
      [email, fresh],
      ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, stepUpAge: "PT8H")'],
    ],
    code: 'STEP_UP_UNSTATED',
    at: 'stepUp: ‸true',
    message: 'Tenant.email asks AGENCY for a fresh authentication, and AGENCY has no acr.',
  },
]);

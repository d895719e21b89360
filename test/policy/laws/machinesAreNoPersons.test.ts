import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { unexplainedRole } from '../strays.js';

permits([
  ['a machine may hold what organisations hold', ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, machine: true)']],
]);

refuses([unexplainedRole]);

refuses([
  {
    title: 'no machine is the person whose data they are',
    edits: [['@party(as: DATA_SUBJECT)', '@party(as: DATA_SUBJECT, machine: true)']],
    code: 'MACHINE_AS_PERSON',
    at: 'machine: ‸true',
    message: 'TENANT is the person, and no machine is.',
  },
]);

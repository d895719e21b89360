import { refuses } from '../harness.js';

refuses([
  {
    title: 'no machine is the person whose data they are',
    edits: [['@party(as: DATA_SUBJECT)', '@party(as: DATA_SUBJECT, machine: true)']],
    code: 'MACHINE_AS_PERSON',
    at: 'machine: ‸true',
    message: 'TENANT is the person, and no machine is.',
  },
]);

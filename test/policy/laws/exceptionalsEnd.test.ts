import { counter, grant } from '../counter.js';
import { refuses } from '../harness.js';

refuses([
  {
    title: 'nothing goes on after the opening has ended',
    edits: [...counter, [grant, grant.replace('"PT0S"', '"PT1H"')]],
    code: 'EXCEPTIONAL_PROLONGED',
    at: 'within: ‸"PT1H"',
    message: 'A grant goes on for PT1H after the exceptional reach "counter" has ended.',
  },
]);

import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

permits([['a pattern that compiles']]);

refuses([
  {
    title: 'a format is a regular expression',
    edits: [['[12][0-9]{12}(?:[0-9]{2})?', '[12']],
    code: 'FORMAT_INVALID',
    at: 'pattern: ‸"[12"',
    message: '"[12" is no regular expression.',
  },
]);

import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { unexplainedRole } from '../strays.js';

const agency = '@party(as: RECIPIENT)';

permits([
  ['a session may last for a leap year', [agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "P366D")']],
  ['fresh may be all that does', [agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "PT1H", stepUpAge: "PT60M")']],
]);

refuses([unexplainedRole]);

refuses([
  {
    title: 'the age of a session has a fixed length',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "P1M")']],
    code: 'AGE_INVALID',
    at: 'maxAge: ‸"P1M"',
    message: 'The maxAge "P1M" has no fixed length.',
  },
  {
    title: 'so has that of a fresh one',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", stepUpAge: "P1Y")']],
    code: 'AGE_INVALID',
    at: 'stepUpAge: ‸"P1Y"',
    message: 'The stepUpAge "P1Y" has no fixed length.',
  },
  {
    title: 'a session is older than nothing',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "PT0S")']],
    code: 'AGE_INVALID',
    at: 'maxAge: ‸"PT0S"',
    message: 'The maxAge "PT0S" is nothing.',
  },
  {
    title: 'a fresh authentication is older than nothing',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", stepUpAge: "P0D")']],
    code: 'AGE_INVALID',
    at: 'stepUpAge: ‸"P0D"',
    message: 'The stepUpAge "P0D" is nothing.',
  },
  {
    title: 'a session of more than a year is bounded by nothing',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "P367D")']],
    code: 'AGE_INVALID',
    at: 'maxAge: ‸"P367D"',
    message: 'The maxAge "P367D" is longer than a year.',
  },
  {
    title: 'fresh is no older than what does at all',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold", maxAge: "PT1H", stepUpAge: "PT61M")']],
    code: 'AGE_INVALID',
    at: 'stepUpAge: ‸"PT61M"',
    message: 'The stepUpAge "PT61M" is longer than maxAge, PT1H.',
  },
]);

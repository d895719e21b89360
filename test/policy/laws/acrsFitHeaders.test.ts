import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { unexplainedRole } from '../strays.js';

permits([
  [
    'several classes do, each once',
    ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold https://refeds.org/profile/mfa silver")'],
  ],
]);

refuses([unexplainedRole]);

const agency = '@party(as: RECIPIENT)';

refuses([
  {
    title: 'a class of authentication has a name',
    edits: [[agency, '@party(as: RECIPIENT, acr: "")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸""',
    message: 'The acr "" has an empty value.',
  },
  {
    title: 'two spaces would name an empty class between them',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold  silver")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"gold  silver"',
    message: 'The acr "gold  silver" has an empty value.',
  },
  {
    title: 'a quote would end the value of the challenge',
    edits: [[agency, '@party(as: RECIPIENT, acr: "go\\"ld")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"go\\"ld"',
    message: 'The acr "go\\"ld" has a character that a header cannot carry.',
  },
  {
    title: 'a backslash would escape what follows',
    edits: [[agency, '@party(as: RECIPIENT, acr: "go\\\\ld")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"go\\\\ld"',
    message: 'The acr "go\\\\ld" has a character that a header cannot carry.',
  },
  {
    title: 'a line feed would begin a header of its own',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold\\nX-Role: MANAGER")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"gold\\nX-Role',
    message: 'The acr "gold\\nX-Role: MANAGER" has a character that a header cannot carry.',
  },
  {
    title: 'a header is ASCII',
    edits: [[agency, '@party(as: RECIPIENT, acr: "doré")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"doré"',
    message: 'The acr "doré" has a character that a header cannot carry.',
  },
  {
    title: 'a class is preferred once',
    edits: [[agency, '@party(as: RECIPIENT, acr: "gold silver gold")']],
    code: 'ACR_INVALID',
    at: 'acr: ‸"gold silver gold"',
    message: 'The acr "gold silver gold" names a value twice.',
  },
]);

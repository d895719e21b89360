import { refuses } from '../harness.js';

refuses([
  {
    title: 'a role says what the law calls it',
    edits: [['MANAGER @party(as: CONTROLLER)', 'MANAGER']],
    code: 'WORD_UNEXPLAINED',
    at: `‸MANAGER
  "Finds`,
    message: 'Role.MANAGER says nothing of itself.',
    remedy: 'Write MANAGER @party(as: RECIPIENT).',
  },
  {
    title: 'a purpose has its basis and the text that the person is given',
    edits: [['LETTING @purpose(basis: "GDPR Art. 6(1)(b)", text: "To find you a home.")', 'LETTING']],
    code: 'WORD_UNEXPLAINED',
    at: `‸LETTING
  OWN_FILE`,
    message: 'Purpose.LETTING says nothing of itself.',
    remedy: 'Write LETTING @purpose(basis: "GDPR Art. 6(1)(e), …", text: "To …").',
  },
  {
    title: 'a category says how much harm its data can do',
    edits: [['CONTACT @category(sensitivity: ORDINARY)', 'CONTACT']],
    code: 'WORD_UNEXPLAINED',
    at: `‸CONTACT
  NATIONAL`,
    message: 'Category.CONTACT says nothing of itself.',
    remedy: 'Write CONTACT @category(sensitivity: ORDINARY).',
  },
]);

import type { Edit } from '../../policy/harness.js';
import { tenancy } from '../../policy/harness.js';

/** Edits of the tenancy that write `to` wherever the word `from` stands, file by file. */
export function renamedWord(from: string, to: string): readonly Edit[] {
  const bare = from.replaceAll('"', '');
  const word = from === bare ? new RegExp(`\\b${bare}\\b`, 'gu') : new RegExp(from, 'gu');
  return tenancy.filter(({ text }) => text.search(word) >= 0).map(({ text }) => [text, text.replaceAll(word, to)]);
}

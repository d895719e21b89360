/** A letter with the accents that follow it. */
const firstLetter = /\p{L}\p{M}*/u;

/** `Dupont` is `D.`; a text without a letter keeps nothing but the point. */
export function initial(text: string): string {
  const letter = firstLetter.exec(text.normalize('NFC'))?.[0] ?? '';
  const [capital = ''] = letter.toUpperCase().normalize('NFC');
  return `${capital}.`;
}

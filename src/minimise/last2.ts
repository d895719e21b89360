const hidden = '** ** ** **';
/** A shorter text would be told by its end. */
const shortest = 6;

/** `+33639980007` is `** ** ** ** 07`. */
export function last2(text: string): string {
  const characters = Array.from(text.normalize('NFC'));
  return characters.length < shortest ? `${hidden} **` : `${hidden} ${characters.slice(-2).join('')}`;
}

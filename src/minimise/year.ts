/** `1984-03-02`, `1984-03` and `1984` are all 1984. Takes the canonical text of a date of any kind. */
export function year(date: string): number {
  return Number(date.slice(0, 4));
}

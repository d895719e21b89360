/**
 * An ISO 8601 duration, its calendar part apart from its clock part: months are calendar months, added to a date; the
 * clock part is added to an instant.
 */
export interface Duration {
  readonly text: string;
  readonly months: number;
  readonly days: number;
  readonly seconds: number;
}

const form =
  /^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** Reads `P3M`, `P1Y6M`, `PT2H`, `P2W`; undefined when `text` is no such duration. */
export function parseDuration(text: string): Duration | undefined {
  const match = form.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  return Object.freeze({
    text,
    months: part(1) * 12 + part(2),
    days: part(3) * 7 + part(4),
    seconds: part(5) * 3600 + part(6) * 60 + part(7),
  });
}

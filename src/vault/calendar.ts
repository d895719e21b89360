/** Dates as text: whether a day or an instant exists. No JavaScript Date is made of a day, for a day has no zone. */

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const yearMonth = /^(\d{4})-(\d{2})$/;
const year = /^\d{4}$/;
/** RFC 3339, section 5.6. */
const dateTime =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isYear(text: string): boolean {
  return year.test(text) && text !== '0000';
}

export function isYearMonth(text: string): boolean {
  const match = yearMonth.exec(text);
  return match !== null && isYear(match[1] ?? '') && isMonth(Number(match[2]));
}

/** A day of the Gregorian calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const match = date.exec(text);
  if (match === null || !isYear(match[1] ?? '')) return false;
  const month = Number(match[2]);
  const day = Number(match[3]);
  return isMonth(month) && day >= 1 && day <= daysOf(Number(match[1]), month);
}

/** A date of which the day, or the month and the day, may be unknown. */
export function isPartialDate(text: string): boolean {
  return isYear(text) || isYearMonth(text) || isDate(text);
}

/** The instant in UTC to the millisecond, `YYYY-MM-DDTHH:MM:SS.sssZ`; undefined when it is none. */
export function instant(text: string): string | undefined {
  const match = dateTime.exec(text);
  if (match === null || !isDate(match[1] ?? '')) return undefined;
  const moment = new Date(text.toUpperCase());
  const utc = Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
  return isDate(utc.slice(0, 10)) ? utc : undefined;
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12;
}

function daysOf(inYear: number, month: number): number {
  if (month === 2) return isLeap(inYear) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(inYear: number): boolean {
  return inYear % 4 === 0 && (inYear % 100 !== 0 || inYear % 400 === 0);
}

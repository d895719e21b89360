/** Milliseconds since the epoch as PostgreSQL reads an instant. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** For whom ids are made: two organisations get different ones for one person. */
export function organisationScope(organisation: string): string {
  return `organisation ${organisation}`;
}

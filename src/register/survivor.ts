/**
 * The organisation that `id` (an SQL expression) is kept under: the one that absorbed it, or itself. NULL when nobody
 * registered it. An absorbed one names the last survivor, so one look-up is enough.
 */
export function survivorOf(id: string): string {
  return `(SELECT coalesce(survived.absorbed_by, survived.id) FROM cloison.organisation survived WHERE survived.id = ${id})`;
}

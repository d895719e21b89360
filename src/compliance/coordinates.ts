/** What the coordinates of the ledger mean to the policy. An entry outlives policies: what this one does not know is said to be unknown. */
import type { CompiledPolicy, Sensitivity } from '../policy/compiled.js';

/** As an entry names it: `Tenant.birthDate:YEAR`. */
export interface DisclosedField {
  readonly coordinate: string;
  readonly precision: string;
  /** Null: the policy knows no such field, or nobody's data is in it. */
  readonly category: string | null;
  readonly sensitivity: Sensitivity | null;
}

/** In a table for people: what was confirmed by a match was not shown. */
export function precisionWord(precision: string, language: 'en' | 'fr' = 'en'): string {
  if (precision !== 'MATCH') return precision;
  return language === 'en' ? 'confirmed' : 'confirmé';
}

export function disclosedField(policy: CompiledPolicy, name: string): DisclosedField {
  const [coordinate = '', precision = 'EXACT'] = name.split(':');
  const category = categoryOf(policy, coordinate);
  const sensitivity = category === null ? null : (policy.categories.get(category) ?? null);
  return Object.freeze({ coordinate, precision, category, sensitivity });
}

function categoryOf(policy: CompiledPolicy, coordinate: string): string | null {
  const dot = coordinate.indexOf('.');
  const field = policy.types.get(coordinate.slice(0, dot))?.fields.get(coordinate.slice(dot + 1));
  return field?.category ?? null;
}

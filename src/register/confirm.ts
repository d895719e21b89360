import type { Admission, AdmissionRequest } from './admission.js';
import type { Executor } from '../store/statement.js';
import { admissionColumns, admissionOf, judgementText, judgementValues } from './judgement.js';

const text = `WITH ${judgementText}
SELECT ${admissionColumns('f.key = ANY ($10::text[])')} FROM verdict v`;

/** A request that is under way, and all the coordinates (`Type.field`) that it touched. */
export interface UnderWay {
  readonly request: AdmissionRequest;
  readonly coordinates: readonly string[];
}

/**
 * The judgement of the door again, without a proof; of the stopped fields only those among the coordinates. A stop that
 * has committed before this statement began is seen.
 */
export async function confirm(executor: Executor, underWay: UnderWay, now: number): Promise<Admission> {
  const fields = underWay.coordinates.map((coordinate) => `FIELD:${coordinate}`);
  const values = [...judgementValues(underWay.request, now), fields];
  const [row] = await executor.read({ name: 'register_confirm', text, values });
  return admissionOf(row);
}

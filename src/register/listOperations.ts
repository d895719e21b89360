import type { Database } from '../store/database.js';

export interface ListedOperation {
  readonly application: string;
  /** SHA-256 of the document, in hexadecimal. */
  readonly digest: string;
  readonly name: string;
  readonly purpose: string;
  readonly registeredBy: string;
  readonly registeredAt: string;
  readonly revokedBy: string | null;
  readonly revokedAt: string | null;
}

/** Of one application, or all; the first thousand. */
export async function listOperations(
  database: Database,
  application: string | undefined,
): Promise<readonly ListedOperation[]> {
  const rows = await database.read({
    name: 'register_list_operations',
    text: `SELECT application_id AS application, encode(digest, 'hex') AS digest, name, purpose, registered_by AS "registeredBy",
       registered_at AS "registeredAt", revoked_by AS "revokedBy", revoked_at AS "revokedAt"
  FROM cloison.operation WHERE $1::text IS NULL OR application_id = $1::text
 ORDER BY application_id, name, digest LIMIT 1000`,
    values: [application ?? null],
  });
  return rows as readonly unknown[] as readonly ListedOperation[];
}

export interface RegisteredText extends Pick<ListedOperation, 'application' | 'digest' | 'name' | 'purpose'> {
  readonly document: string;
}

/** Of all applications: what was revoked is not among them. */
export async function registeredTexts(database: Database): Promise<readonly RegisteredText[]> {
  const rows = await database.read({
    name: 'register_texts',
    text: `SELECT application_id AS application, encode(digest, 'hex') AS digest, name, purpose, document
  FROM cloison.operation WHERE revoked_at IS NULL ORDER BY application_id, name, digest`,
    values: [],
  });
  return rows as readonly unknown[] as readonly RegisteredText[];
}

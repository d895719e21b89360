/** What machines, and persons through a restricted application, may run: operations registered for their application, known by the digest of their exact text. */
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import { notRegistered, requireOperator } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { requireIds } from './registerId.js';
import { requireOpenApplication } from './subjects.js';

export interface OperationKey {
  readonly application: string;
  /** SHA-256 of the document, 32 bytes. */
  readonly digest: Uint8Array;
}

export interface OperationEntry extends OperationKey {
  readonly document: string;
  readonly name: string;
  /** What it is run for. */
  readonly purpose: string;
}

const nameForm = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const maxDocumentBytes = 100_000;

/** Again it changes nothing; after a revocation it is registered anew. */
export async function registerOperation({ session, actor, at }: Change, entry: OperationEntry): Promise<void> {
  requireEntry(entry);
  requireOperator(actor);
  const { application, document, name, purpose } = entry;
  const digest = Buffer.from(entry.digest);
  await requireOpenApplication(session, application);
  const made = await session.write({
    name: 'register_operation',
    text: `INSERT INTO cloison.operation (application_id, digest, purpose, name, document, registered_by, registered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz)
ON CONFLICT (application_id, digest) DO UPDATE
  SET purpose = EXCLUDED.purpose, registered_by = EXCLUDED.registered_by, registered_at = EXCLUDED.registered_at,
      revoked_by = NULL, revoked_at = NULL
WHERE cloison.operation.revoked_at IS NOT NULL OR cloison.operation.purpose <> EXCLUDED.purpose`,
    values: [application, digest, purpose, name, document, actor, at],
  });
  if (made === 0) return;
  const detail = digest.toString('hex');
  await recordEvent(session, {
    actor,
    at,
    action: 'REGISTER_OPERATION',
    kind: 'APPLICATION',
    target: application,
    detail,
  });
}

/** Throws Refused OPERATOR_NEEDED, or NOT_REGISTERED when there is no such operation or it was revoked. */
export async function revokeOperation(
  { session, actor, at }: Change,
  { application, digest }: OperationKey,
): Promise<void> {
  requireIds([application]);
  requireOperator(actor);
  const revoked = await session.write({
    name: 'register_revoke_operation',
    text: `UPDATE cloison.operation SET revoked_by = $3, revoked_at = $4::timestamptz
 WHERE application_id = $1 AND digest = $2 AND revoked_at IS NULL`,
    values: [application, Buffer.from(digest), actor, at],
  });
  if (revoked === 0) throw notRegistered();
  const detail = Buffer.from(digest).toString('hex');
  await recordEvent(session, {
    actor,
    at,
    action: 'REVOKE_OPERATION',
    kind: 'APPLICATION',
    target: application,
    detail,
  });
}

/** Undefined when it is not registered for the application and purpose, or was revoked. */
export async function operationText(
  database: Database,
  { application, digest, purpose }: Pick<OperationEntry, 'application' | 'digest' | 'purpose'>,
): Promise<string | undefined> {
  const [row] = await database.read({
    name: 'register_operation_text',
    text: `SELECT document FROM cloison.operation
 WHERE application_id = $1::text AND digest = $2 AND purpose = $3::text AND revoked_at IS NULL`,
    values: [application, Buffer.from(digest), purpose],
  });
  return row === undefined ? undefined : String(row['document']);
}

function requireEntry({ application, digest, document, name, purpose }: OperationEntry): void {
  requireIds([application]);
  const isEntry =
    digest.length === 32 &&
    nameForm.test(name) &&
    nameForm.test(purpose) &&
    document !== '' &&
    Buffer.byteLength(document) <= maxDocumentBytes &&
    !document.includes('\0');
  if (!isEntry)
    throw refuse(
      'ARGUMENT_INVALID',
      `An operation has a name, a purpose and a text of at most ${maxDocumentBytes} bytes.`,
    );
}

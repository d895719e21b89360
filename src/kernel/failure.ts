/**
 * A failure of ours or of what we stand on. `publicMessage` may leave; `message` and `cause` are for the operator, and
 * neither holds a value of a person or a secret.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly publicMessage: string;

  constructor(
    code: FailureCode,
    message: string,
    options?: { readonly cause?: unknown; readonly publicMessage?: string },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.publicMessage = options?.publicMessage ?? 'The request could not be served.';
  }
}

/** Documented in docs/codes.md; what an operator greps for. */
export type FailureCode =
  | 'CONFIG_INVALID'
  | 'POLICY_INVALID'
  | 'STORE_MISMATCH'
  | 'STORE_UNAVAILABLE'
  | 'INTERNAL'
  | 'MIGRATION_FAILED'
  | 'SEAL_BROKEN'
  | 'KEY_UNKNOWN'
  | 'KEYRING_INVALID'
  | 'ISSUER_UNAVAILABLE'
  | 'WEBHOOK_FAILED'
  | 'IMPORT_INVALID'
  | 'WITNESS_UNAVAILABLE'
  | 'LEDGER_TAMPERED'
  | 'ERASURE_REGISTER_INVALID'
  | 'ERASURE_REGISTER_UNWRITABLE'
  | 'LEGAL_HOLD'
  | 'USAGE';

/**
 * What may be kept of an error of PostgreSQL. Its DETAIL, and in classes 22 and 23 its message too, quote values of rows
 * and parameters; so the error that travels is made anew from the parts that name the store and never a person.
 */
import { Failure } from '../kernel/failure.js';

/** An error that the server sent, without its message's values: `cause` of a {@link Failure}. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** Five characters; PostgreSQL, Appendix A. */
  readonly sqlstate: string;
  readonly schema: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  readonly constraint: string | undefined;
  /** The row, from 1, that stopped a COPY. */
  readonly copyRow: number | undefined;

  constructor(sent: ServerError) {
    super(`SQLSTATE ${sent.code}${mayQuote(sent.code) ? '' : `: ${sent.message}`}`);
    this.sqlstate = sent.code;
    this.schema = sent.schema;
    this.table = sent.table;
    this.column = sent.column;
    this.constraint = sent.constraint;
    this.copyRow = copyRowOf(sent.where);
  }
}

/** The members of pg's DatabaseError that are read here. */
interface ServerError {
  readonly code: string;
  readonly message: string;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
  readonly where?: string | undefined;
}

/** The context of an error quotes the row; its number is all that is kept. */
function copyRowOf(where: string | undefined): number | undefined {
  const match = /^COPY .*?, line (\d+)/m.exec(where ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** Classes whose messages name objects of the store and settings of the server, never a value. */
const speaksOfTheStoreOnly = /^(08|0A|25|26|28|34|3D|3F|40|42|53|55|57|58)/;

function mayQuote(sqlstate: string): boolean {
  return !speaksOfTheStoreOnly.test(sqlstate);
}

/** Connection exceptions, too many connections, shutdown, and what passes when asked again. */
const unavailable = /^(08|53|57P|58|57014|55P03|40001|40P01|25P03)/;

/** The socket's own errors and those that pg invents for a connection that went away or never came. */
const socketCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EACCES',
]);
const connectionMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered|was closed)|The server does not support SSL)/;

function isServerError(error: unknown): error is Error & ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string';
}

/** Whether the connection that met `error` is out of step and must not be used again. */
export function breaksConnection(error: unknown): boolean {
  return !isServerError(error) || /^(08|57P)/.test(error.code);
}

/**
 * The failure that an error of pg becomes: STORE_UNAVAILABLE when asking again may help, INTERNAL with the SQLSTATE
 * otherwise. `doing` says what was tried, for the operator. What is no error of pg comes back as it is.
 */
export function asFailure(error: unknown, doing: string): unknown {
  if (isServerError(error)) {
    const code = unavailable.test(error.code) ? 'STORE_UNAVAILABLE' : 'INTERNAL';
    return new Failure(code, `${doing}: SQLSTATE ${error.code}`, { cause: new SqlError(error) });
  }
  if (isConnectionError(error)) return new Failure('STORE_UNAVAILABLE', `${doing}: ${reason(error)}`);
  return error;
}

function isConnectionError(error: unknown): error is Error & { readonly code?: unknown } {
  if (!(error instanceof Error) || error instanceof Failure) return false;
  if ('code' in error && typeof error.code === 'string' && socketCodes.has(error.code)) return true;
  return error instanceof AggregateError || connectionMessages.test(error.message);
}

/** Node's socket errors name an address and a port; pg's name nothing. Neither holds a password. */
function reason(error: Error & { readonly code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.message.replace(/ \(.*$/s, '');
}

/** What the server said, when `error` is a failure that came from it. */
export function sqlErrorOf(error: unknown): SqlError | undefined {
  return error instanceof Failure && error.cause instanceof SqlError ? error.cause : undefined;
}

/** The SQLSTATE of a failure that came from the server. */
export function sqlstateOf(error: unknown): string | undefined {
  return sqlErrorOf(error)?.sqlstate;
}

/** Name of the unique constraint or index that refused a row (SQLSTATE 23505). */
export function violatedUnique(error: unknown): string | undefined {
  const sent = sqlErrorOf(error);
  return sent?.sqlstate === '23505' ? sent.constraint : undefined;
}

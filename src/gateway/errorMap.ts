/** The one map that decides what an error says outside: coded refusals as they are, GraphQL's own errors, and one mask. */
import { HeaderMap } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { statusOfCode } from '../kernel/codes.js';
import type { Code } from '../kernel/codes.js';
import { Failure } from '../kernel/failure.js';
import type { Refusal } from '../kernel/refusal.js';
import { Refused } from '../kernel/refusal.js';
import { withoutValues } from './withoutValues.js';

/** Codes of Apollo's own that speak of the request's text only. */
const requestCodes: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** `challenge`: the value of WWW-Authenticate (RFC 9470, section 3), for a refusal that asks for another authentication. */
function refusalAsGraphQLError(refusal: Refusal, challenge: string | undefined): GraphQLError {
  const headers = new HeaderMap(challenge === undefined ? [] : [['www-authenticate', challenge]]);
  return new GraphQLError(refusal.message, {
    extensions: { ...refusal.extensions, code: refusal.code, http: { status: statusOfCode[refusal.code], headers } },
  });
}

/** Where what went wrong goes: outside as a refusal with its challenge, and to the operator as it is. */
export interface ErrorOutlet {
  readonly challengeOf: (refusal: Refusal) => string | undefined;
  readonly onFailure: (error: unknown) => void;
}

/** A thrown thing as GraphQL's error; a failure is told to the operator, too. */
export function graphQLErrorOf(error: unknown, { challengeOf, onFailure }: ErrorOutlet): GraphQLError {
  const refusal = refusalOf(error);
  if (refusal.code === 'INTERNAL' || refusal.code === 'STORE_UNAVAILABLE') onFailure(error);
  return refusalAsGraphQLError(refusal, challengeOf(refusal));
}

/** What a thrown thing is to a caller. A failure says no more than whether to come back later. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof Failure && (error.code === 'STORE_UNAVAILABLE' || error.code === 'ISSUER_UNAVAILABLE')) {
    return { code: error.code, message: 'The service is not available: try again later.' };
  }
  return { code: 'INTERNAL', message: 'The request could not be served.' };
}

/** Apollo's `formatError`. Whatever has no known code is masked: no stack, no message, no extension of its own. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  const original = unwrapResolverError(error);
  if (typeof code === 'string' && isRefusalCode(code) && !(original instanceof Failure))
    return withoutInternals(formatted);
  if (typeof code === 'string' && requestCodes.has(code)) {
    return withoutInternals({ ...formatted, message: withoutValues(formatted.message) });
  }
  const refusal = refusalOf(original);
  return { message: refusal.message, extensions: { code: refusal.code } };
}

function isRefusalCode(code: string): code is Code {
  return Object.hasOwn(statusOfCode, code);
}

function withoutInternals(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _stacktrace, http: _http, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}

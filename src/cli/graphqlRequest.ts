import type { Credentials } from './credentials.js';
import { postAs } from './credentials.js';
import { CommandError } from './exit.js';
import { jsonOf } from './post.js';
import { stepUpAskedFor } from './stepUp.js';
import type { AuthenticationWish } from './stepUp.js';

export interface OperationRequest {
  readonly url: string;
  readonly credentials: Credentials;
  readonly purpose: string | undefined;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

export interface GraphQLAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** What authentication the server wants first; undefined when that is not what it refused for. */
  readonly stepUp: AuthenticationWish | undefined;
}

/** One operation, as GraphQL over HTTP says. Throws CommandError when nobody answers, or not with JSON. */
export async function sendOperation(request: OperationRequest): Promise<GraphQLAnswer> {
  const { url, credentials, purpose, document: query, variables, operationName } = request;
  const answer = await postAs(credentials, {
    url,
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(purpose === undefined ? {} : { 'cloison-purpose': purpose }),
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const body = jsonOf(answer);
  if (body === undefined)
    throw new CommandError(`${url} answered ${answer.status} without JSON: is it a GraphQL endpoint?`);
  return { status: answer.status, body, stepUp: stepUpAskedFor(answer.header('www-authenticate')) };
}

import { CommandError } from './exit.js';

export interface OperationRequest {
  readonly url: string;
  readonly token: string;
  readonly purpose: string | undefined;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

export interface GraphQLAnswer {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** One POST, as GraphQL over HTTP says. Throws CommandError when nobody answers, or not with JSON. */
export async function sendOperation(request: OperationRequest): Promise<GraphQLAnswer> {
  const response = await post(request);
  try {
    return { status: response.status, body: await response.json() };
  } catch (cause) {
    throw new CommandError(`${request.url} answered ${response.status} without JSON: is it a GraphQL endpoint?`, {
      cause,
    });
  }
}

async function post(request: OperationRequest): Promise<Response> {
  const { document: query, variables, operationName } = request;
  try {
    return await fetch(request.url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        authorization: `Bearer ${request.token}`,
        ...(request.purpose === undefined ? {} : { 'cloison-purpose': request.purpose }),
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
  } catch (cause) {
    throw new CommandError(`${request.url} does not answer.`, { cause });
  }
}

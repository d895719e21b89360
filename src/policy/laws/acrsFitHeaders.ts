import { acrValues } from '../acrValues.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/**
 * Classes of authentication are words that a challenge can carry between quotes (RFC 9470, section 3; RFC 9110, section
 * 11.2): printable ASCII without quote and backslash, one space between two, each once.
 */
export function acrsFitHeaders({ roles }: Draft): readonly PolicyProblem[] {
  return [...roles.values()].flatMap(({ use }) => {
    const acr = use?.args.acr;
    const wrong = acr === undefined ? undefined : problemOf(acr);
    if (use === undefined || wrong === undefined) return [];
    return [
      problemAt(argumentNode(use, 'acr'), {
        code: 'ACR_INVALID',
        message: `The acr ${JSON.stringify(acr)} ${wrong}.`,
        remedy: 'Write the values that do, the preferred one first: "phrh phr", "https://refeds.org/profile/mfa".',
      }),
    ];
  });
}

const word = /^[\u0021\u0023-\u005b\u005d-\u007e]+$/;

function problemOf(acr: string): string | undefined {
  const values = acrValues(acr);
  if (values.includes('')) return 'has an empty value';
  if (!values.every((value) => word.test(value))) return 'has a character that a header cannot carry';
  return new Set(values).size < values.length ? 'names a value twice' : undefined;
}

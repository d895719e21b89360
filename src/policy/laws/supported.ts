import type { ASTNode } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';

/** What the vocabulary can state and this version cannot keep stops the start: a promise half kept is a leak. */
export function isSupported(draft: Draft): readonly PolicyProblem[] {
  return kinds(draft);
}

function kinds({ schema }: Draft): readonly PolicyProblem[] {
  const subscription = schema.getSubscriptionType();
  return subscription ? [unsupported(subscription.astNode?.name, 'type Subscription')] : [];
}

function unsupported(node: ASTNode | undefined, what: string): PolicyProblem {
  return problemAt(node, {
    code: 'NOT_SUPPORTED_YET',
    message: `${what} is not supported yet.`,
    remedy: 'Take it out: this version would not keep what it says.',
  });
}

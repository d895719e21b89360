import type { OperationJudge, OperationProblem } from './gateway/operationJudge.js';
import type { RegisteredText } from './register/listOperations.js';
import type { Register } from './register/register.js';

export interface UnansweredOperation {
  readonly operation: RegisteredText;
  readonly problem: OperationProblem;
}

/** What was registered under another policy and is answered to nobody under this one. */
export function unansweredOf(texts: readonly RegisteredText[], judge: OperationJudge): readonly UnansweredOperation[] {
  return texts.flatMap((operation) => {
    const problem = judge.whyUnanswered(operation.document, operation.purpose);
    return problem === undefined ? [] : [{ operation, problem }];
  });
}

/** A sentence for each. @throws Failure STORE_UNAVAILABLE. */
export async function unansweredOperations(register: Register, judge: OperationJudge): Promise<readonly string[]> {
  return unansweredOf(await register.registeredTexts(), judge).map(printUnanswered);
}

export function printUnanswered({ operation, problem }: UnansweredOperation): string {
  const { application, digest, name, purpose } = operation;
  return `The operation ${name} of ${application} for ${purpose} is not answered by this policy (SHA-256 ${digest}): ${problem.code} ${problem.message}`;
}

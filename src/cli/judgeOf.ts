import type { OperationJudge } from '../gateway/operationJudge.js';

/** Judges operations by the policy in `folder`. Throws Failure POLICY_INVALID or CONFIG_INVALID. */
export async function judgeOf(folder: string): Promise<OperationJudge> {
  const { requirePolicy } = await import('./compileFolder.js');
  const { OperationJudge: Judge } = await import('../gateway/operationJudge.js');
  const { operationBounds } = await import('../gateway/operationBounds.js');
  return new Judge(requirePolicy(folder), operationBounds);
}

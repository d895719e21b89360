/** What an operation reads, role by role, for whoever registers it. */
import type { OperationJudgement } from '../gateway/operationJudge.js';
import type { OperationReading } from '../plan/describeOperation.js';

export function printJudgements(judgements: readonly OperationJudgement[]): string {
  return judgements.flatMap(linesOf).join('\n');
}

function linesOf(judgement: OperationJudgement): readonly string[] {
  if ('problem' in judgement)
    return [`${judgement.role}: not answered, ${judgement.problem.code} ${judgement.problem.message}`];
  const { reading } = judgement;
  return [
    `${judgement.role}: ${reading.roots.join(', ')}; at most ${String(reading.rows)} rows, cost ${String(reading.cost)} of ${String(reading.bound)}`,
    ...fieldLines(reading),
    ...(reading.compares.length > 0 ? [`  compares ${reading.compares.join(', ')}`] : []),
    ...(reading.writes.length > 0 ? [`  writes ${reading.writes.join(', ')}`] : []),
  ];
}

function fieldLines({ reads }: OperationReading): readonly string[] {
  const width = Math.max(0, ...reads.map(({ coordinate }) => coordinate.length));
  return reads.map(({ coordinate, precision, stepUp }) =>
    `  reads ${coordinate.padEnd(width)}  ${precision}${stepUp ? ', after a fresh authentication' : ''}`.trimEnd(),
  );
}

/** Conditions: what a caller says of a related row must be so, or the row is as absent as any other (law 7). */
import type { ScalarValue } from '../../kernel/scalar.js';
import { fixedColumnCount } from '../../store/read/rowsSql.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import type { AdmittedRow, ConditionTarget, HeldRow, StepValues } from './tickets.js';
import { stepsOf } from './tickets.js';

/** Asks the store, condition by condition, whose related row holds what the caller says it holds. */
export async function agreeingRows(
  context: Disclosure,
  session: Session,
  rows: readonly AdmittedRow[],
): Promise<(row: AdmittedRow) => boolean> {
  const stated = rows.flatMap((row) => stepsOf(row).flatMap((step) => statedBy(row, step)));
  const disagreeing = new Set(stated.filter(({ key }) => key === undefined).map(({ row }) => row));
  for (const sets of new Set(stated.map((each) => each.sets))) {
    const asked = stated.flatMap(({ key, ...each }) =>
      each.sets === sets && key !== undefined ? [{ ...each, key }] : [],
    );
    const agree = asked.length === 0 ? new Set() : await context.rooms.writer.agreeing(session, sets.condition, asked);
    for (const { row } of asked.filter((_, at) => !agree.has(at))) disagreeing.add(row);
  }
  return (row) => !disagreeing.has(row);
}

interface Statement {
  readonly row: AdmittedRow;
  readonly sets: ConditionTarget;
  readonly value: ScalarValue;
  /** Of the row from which the condition starts; undefined when there is none to hold anything. */
  readonly key: string | undefined;
}

function statedBy(row: AdmittedRow, step: StepValues): readonly Statement[] {
  return [...step.conditions].map(([sets, value]) => ({ row, sets, value, key: startOf(step, row.held, sets) }));
}

/** The row from which a condition starts: as this write sets it, or else as it stands. */
function startOf(step: StepValues, held: HeldRow | undefined, { by }: ConditionTarget): string | undefined {
  const set = step.relations.get(by);
  if (set !== undefined) return set ?? undefined;
  const { target, writing } = step.plan;
  if (target === undefined) return by.column === writing.model.subject?.column ? step.person : undefined;
  const at = target.columns.findIndex(({ column }) => column === by.column);
  return at < 0 ? undefined : held?.rows.uuidText(held.row, fixedColumnCount + at);
}

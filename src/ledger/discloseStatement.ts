/** The one statement that spends and records; its SQL is `cloison.disclose`, which a replica may only call. */
import { invariant } from '../kernel/invariant.js';
import type { Exhaustion } from '../kernel/spending.js';
import type { Row, Statement } from '../store/statement.js';
import { uuidArray } from './uuidArray.js';
import type { Operation, Outcome } from './entry.js';

export function discloseStatement(operations: readonly Operation[]): Statement {
  return {
    name: 'ledger_disclose',
    text: 'SELECT outcome, entry, at, missed, why FROM cloison.disclose($1::jsonb) ORDER BY place',
    values: [JSON.stringify(operations.map(operationOf))],
  };
}

function operationOf({ head, persons, shapes, shapeOf, spending, probes, held, isAlike }: Operation): unknown {
  return {
    entry: {
      ...head,
      shapes,
      shapeOf: shapeOf === undefined ? undefined : `{${shapeOf.join()}}`,
      candidates: held.length,
    },
    persons: uuidArray(persons),
    spending,
    probes:
      probes.length === 0
        ? undefined
        : probes.map((probe) => ({ persons: uuidArray(probe.persons), isHeld: probe.isHeld })),
    held: held.length === 0 ? undefined : uuidArray(held),
    alike: isAlike === true ? true : undefined,
  };
}

export function outcomesOf(operations: readonly Operation[], rows: readonly Row[]): readonly Outcome[] {
  invariant(rows.length === operations.length, 'each operation has its row');
  return operations.map((operation, index) => outcomeOf(operation, rows[index]));
}

function outcomeOf({ spending, held }: Operation, row: Row | undefined): Outcome {
  const why = row?.['why'] as Readonly<Record<string, unknown>> | null | undefined;
  switch (row?.['outcome']) {
    case 'RECORDED': {
      const scopes = spending.map(({ scope }) => scope);
      const missed = row['missed'] as readonly number[];
      return {
        kind: 'RECORDED',
        recording: { entry: Number(row['entry']), at: Number(row['at']), scopes, missed, held },
      };
    }
    case 'COUNT':
      return { kind: 'COUNT', scope: Number(why?.['count']) };
    default:
      invariant(row?.['outcome'] === 'EXHAUSTED' && why, 'an outcome that is known');
      return { kind: 'EXHAUSTED', why: why as unknown as Exhaustion };
  }
}

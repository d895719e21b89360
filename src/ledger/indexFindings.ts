/**
 * Whether what finds entries by person, and what became of them, is what the entries say: who takes a row away there hides a reading
 * from the person without touching the entry. To be asked once the entries are known to be as they were signed.
 */
import type { Database } from '../store/database.js';
import type { Statement } from '../store/statement.js';
import type { Finding } from './finding.js';

/** Of entries above `pruned` and up to `last`. */
export async function indexFindings(
  database: Database,
  { pruned, last }: { readonly pruned: number; readonly last: number },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [statement, message] of [
    [missingPerson, 'it is not found by a person whom it names'],
    [strayPerson, 'it is found by a person whom it does not name'],
    [missingSettlement, 'what became of it is not found'],
    [straySettlement, 'what is said to have become of it is said by no settlement'],
  ] as const) {
    const [row] = await database.read(statement(pruned, last));
    const entry = row?.['entry'];
    if (typeof entry === 'number')
      findings.push({
        kind: 'INDEX_CHANGED',
        entry,
        upTo: entry,
        message: `the index of entry ${entry} was changed: ${message}`,
      });
  }
  return findings;
}

const named = `SELECT e.id AS entry, p.person FROM cloison.ledger_entry e CROSS JOIN unnest(e.persons) p(person)
  WHERE e.id > $1 AND e.id <= $2`;

function missingPerson(pruned: number, last: number): Statement {
  return {
    name: 'ledger_index_missing_person',
    text: `SELECT min(n.entry) AS entry FROM (${named}) n
      WHERE NOT EXISTS (SELECT FROM cloison.ledger_person l WHERE l.person = n.person AND l.entry = n.entry)`,
    values: [pruned, last],
  };
}

function strayPerson(pruned: number, last: number): Statement {
  return {
    name: 'ledger_index_stray_person',
    text: `SELECT min(l.entry) AS entry FROM cloison.ledger_person l
      WHERE l.entry > $1 AND l.entry <= $2
        AND NOT EXISTS (SELECT FROM (${named}) n WHERE n.person = l.person AND n.entry = l.entry)`,
    values: [pruned, last],
  };
}

function missingSettlement(pruned: number, last: number): Statement {
  return {
    name: 'ledger_index_missing_settlement',
    text: `SELECT min(a.entry) AS entry FROM cloison.ledger_entry e CROSS JOIN unnest(e.about) a(entry)
      WHERE e.id > $1 AND e.id <= $2 AND a.entry > $1 AND e.outcome IS NOT NULL
        AND NOT EXISTS (SELECT FROM cloison.ledger_settled s WHERE s.entry = a.entry)`,
    values: [pruned, last],
  };
}

function straySettlement(pruned: number, last: number): Statement {
  return {
    name: 'ledger_index_stray_settlement',
    text: `SELECT min(s.entry) AS entry FROM cloison.ledger_settled s
        LEFT JOIN cloison.ledger_entry e ON e.id = s.settlement
      WHERE s.settlement > $1 AND s.settlement <= $2
        AND (e.id IS NULL OR e.outcome IS DISTINCT FROM s.outcome OR NOT s.entry = ANY (e.about))`,
    values: [pruned, last],
  };
}

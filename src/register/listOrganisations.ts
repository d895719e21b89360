import type { Database } from '../store/database.js';

export interface ListedOrganisation {
  readonly id: string;
  readonly name: string;
  readonly state: 'PENDING' | 'ACTIVE' | 'CLOSED';
  readonly absorbedBy: string | null;
  readonly accounts: number;
  readonly createdBy: string;
  readonly approvedBy: string | null;
}

/** The first thousand. */
export async function listOrganisations(database: Database): Promise<readonly ListedOrganisation[]> {
  const rows = await database.read({
    name: 'register_list_organisations',
    text: `SELECT o.id, o.name, o.state, o.absorbed_by AS "absorbedBy", o.created_by AS "createdBy", o.approved_by AS "approvedBy",
       (SELECT count(*) FROM cloison.account a WHERE a.organisation_id = o.id AND a.closed_at IS NULL) AS accounts
  FROM cloison.organisation o ORDER BY o.id LIMIT 1000`,
    values: [],
  });
  return rows as readonly unknown[] as readonly ListedOrganisation[];
}

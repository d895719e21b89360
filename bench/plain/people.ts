/** The plain server's SQL: one prepared statement a request, over the link and the person. */
import pg from 'pg';

export interface PlainRow {
  readonly id: string;
  readonly line: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
}

const columns = `j.id, j.identifier, j.birth_name AS "birthName", j.used_name AS "usedName", j.given_names AS "givenNames",
  j.birth_date AS "birthDate", j.email, j.phone, j.address_line AS line, j.address_postcode AS postcode, j.address_city AS city`;

const linked = `l.adviser = $1 AND l.starts_on <= CURRENT_DATE AND (l.ends_on IS NULL OR l.ends_on >= CURRENT_DATE)`;

const firstPage = {
  name: 'first_page',
  text: `SELECT ${columns} FROM accompaniment l JOIN job_seeker j ON j.id = l.job_seeker_id
    WHERE ${linked} ORDER BY j.id LIMIT $2`,
};

const nextPage = {
  name: 'next_page',
  text: `SELECT ${columns} FROM accompaniment l JOIN job_seeker j ON j.id = l.job_seeker_id
    WHERE ${linked} AND j.id > $3 ORDER BY j.id LIMIT $2`,
};

const one = {
  name: 'one',
  text: `SELECT ${columns} FROM job_seeker j
    WHERE j.id = $2 AND EXISTS (SELECT FROM accompaniment l WHERE l.job_seeker_id = j.id AND ${linked})`,
};

export interface PlainPeople {
  page(adviser: string, limit: number, after: string | undefined): Promise<readonly PlainRow[]>;
  one(adviser: string, id: string): Promise<PlainRow | null>;
  /** Ends its connections. */
  close(): Promise<void>;
}

/** Opens a pool of `connections`, which stay open between two turns as Cloison's do. */
export function openPeople(url: string, connections: number): PlainPeople {
  const pool = new pg.Pool({ connectionString: url, max: connections, idleTimeoutMillis: 60_000 });
  return {
    page: async (adviser, limit, after) => {
      const query =
        after === undefined
          ? { ...firstPage, values: [adviser, limit] }
          : { ...nextPage, values: [adviser, limit, after] };
      return (await pool.query<PlainRow>(query)).rows;
    },
    one: async (adviser, id) => (await pool.query<PlainRow>({ ...one, values: [adviser, id] })).rows[0] ?? null,
    close: () => pool.end(),
  };
}

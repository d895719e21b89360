import { describe, expect, it } from 'vitest';
import type { RowWriting } from '../../src/policy/rowWriting.js';
import { agreeSql } from '../../src/store/write/agreeSql.js';
import { insertSql } from '../../src/store/write/insertSql.js';
import { lockPersonsSql, lockTargetsSql } from '../../src/store/write/lockSql.js';
import { reviewSql } from '../../src/store/write/reviewSql.js';
import { StatementNames } from '../../src/store/write/statementNames.js';
import { updateSql } from '../../src/store/write/updateSql.js';
import { libraryFolder } from '../disclosure/writeDesk.js';
import { compiled } from '../support/policies.js';

const policy = compiled(libraryFolder);
const modelOf = (name: string): RowWriting['model'] => {
  const model = policy.types.get(name);
  if (model === undefined) throw new Error(`no type ${name}`);
  return model;
};
const reader = modelOf('Reader');
const loan = modelOf('Loan');

const sqlTypes: Readonly<Record<string, string>> = {
  id: 'uuid',
  reader_id: 'uuid',
  branch_id: 'uuid',
  loan_id: 'uuid',
  data_key: 'bytea',
  created_at: 'timestamptz',
  changed: 'jsonb',
  name: 'bytea',
  name_born_bidx: 'bytea',
  title: 'bytea',
  status: 'text',
  due_on: 'date',
};
const types = (table: string, column: string): string | undefined =>
  table === 'branch' && column === 'name' ? 'text' : sqlTypes[column];

const writing = (
  kind: RowWriting['kind'],
  model: RowWriting['model'],
  columns: readonly string[],
  more: Partial<RowWriting> = {},
): RowWriting => ({
  kind,
  model,
  columns: columns.map((column) => ({ column, storage: types('', column) === 'bytea' ? 'sealed' : 'clear' })),
  indexes: [],
  from: [],
  shortens: [],
  ...more,
});

describe('the store writes what the step names and nothing else: a wall of its own', () => {
  const step = writing('UPDATE', loan, ['status'], { from: [{ column: 'status', values: ['OUT'] }] });

  it.each(['due_on', 'reader_id', 'id', 'changed', 'created_at', 'no_such_column', 'status = NULL, title'])(
    'not %s',
    (column) => {
      expect(() => updateSql(step, ['status', column], types)).toThrow(`the write does not set ${column}`);
      expect(() => insertSql(writing('CREATE', loan, ['status']), ['status', column], 'skip', types)).toThrow(
        `the write does not set ${column}`,
      );
    },
  );

  it('not the data key of a person, nor a blind index over what it does not set', () => {
    for (const column of ['data_key', 'name_born_bidx']) {
      expect(() => updateSql(writing('UPDATE', reader, ['name']), ['name', column], types)).toThrow(
        `the write does not set ${column}`,
      );
    }
  });

  it('not what is about no person', () => {
    expect(() => insertSql(writing('CREATE', modelOf('Branch'), ['name']), ['name'], 'skip', types)).toThrow(
      'what is about no person is not written',
    );
  });

  it('no change that sets nothing, and no change by a step that creates', () => {
    expect(() => updateSql(step, [], types)).toThrow('an UPDATE sets something');
    expect(() => updateSql(writing('CREATE', loan, ['status']), ['status'], types)).toThrow('an UPDATE sets something');
  });

  it('a review by what identifies a person only', () => {
    expect(() => reviewSql(reader, ['name_born_bidx'])).toThrow('name_born_bidx identifies nobody');
  });
});

/** Later than what the row says already, whatever the clock says. */
const later = `(SELECT jsonb_object_agg(c.key, CASE
  WHEN (t.changed ->> c.key)::timestamptz >= c.value::timestamptz
  THEN to_jsonb((t.changed ->> c.key)::timestamptz + interval '1 microsecond')
  ELSE to_jsonb(c.value) END) FROM jsonb_each_text($2::jsonb) c)`;

describe('the statement', () => {
  it('of new records takes any number of rows', () => {
    const step = writing('CREATE', loan, ['title', 'branch_id', 'due_on']);
    expect(insertSql(step, ['title', 'branch_id'], 'refuse', types)).toEqual({
      columns: ['id', 'reader_id', 'created_at', 'title', 'branch_id'],
      text: `INSERT INTO "loan" ("id", "reader_id", "created_at", "title", "branch_id")
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bytea[], $5::uuid[])
RETURNING "id" AS key`,
    });
  });

  it('of what may be there already leaves it alone', () => {
    const index = reader.indexes.filter(({ column }) => column === 'name_born_bidx');
    expect(
      insertSql(writing('CREATE', reader, ['name'], { indexes: index }), ['name', 'name_born_bidx'], 'skip', types)
        .text,
    ).toBe(
      `INSERT INTO "reader" ("id", "data_key", "created_at", "name", "name_born_bidx")
SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::timestamptz[], $4::bytea[], $5::bytea[])
ON CONFLICT DO NOTHING
RETURNING "id" AS key`,
    );
  });

  it('of a change holds the states from which it goes, whenever their column is set', () => {
    const step = writing('UPDATE', loan, ['title', 'status'], {
      from: [{ column: 'status', values: ['OUT', 'LOST'] }],
    });
    expect(updateSql(step, ['title', 'status'], types)).toEqual({
      states: [['OUT', 'LOST']],
      text: `UPDATE "loan" t
SET "title" = $3::bytea, "status" = $4::text, changed = t.changed || ${later}
WHERE t."id" = $1::uuid
  AND t."status"::text = ANY($5::text[])`,
    });
    expect(updateSql(step, ['title'], types)).toEqual({
      states: [],
      text: `UPDATE "loan" t
SET "title" = $3::bytea, changed = t.changed || ${later}
WHERE t."id" = $1::uuid`,
    });
  });

  it('of an end never moves it to later', () => {
    expect(updateSql(writing('END', loan, ['due_on'], { shortens: ['due_on'] }), ['due_on'], types).text).toBe(
      `UPDATE "loan" t
SET "due_on" = $3::date, changed = t.changed || ${later}
WHERE t."id" = $1::uuid
  AND (t."due_on" IS NULL OR t."due_on" >= $3::date)`,
    );
  });

  it('of a lock takes a record and its person, persons first', () => {
    expect(lockTargetsSql(reader, reader)).toBe(
      'SELECT FROM "reader" t WHERE t."id" = ANY($1::uuid[]) ORDER BY t."id" FOR UPDATE',
    );
    expect(lockTargetsSql(loan, reader)).toBe(`SELECT FROM "reader" s JOIN "loan" t ON t."reader_id" = s."id"
WHERE t."id" = ANY($1::uuid[]) ORDER BY s."id", t."id" FOR SHARE OF s FOR UPDATE OF t`);
    expect(lockPersonsSql(reader)).toBe(
      'SELECT FROM "reader" s WHERE s."id" = ANY($1::uuid[]) ORDER BY s."id" FOR SHARE',
    );
  });

  it('of a condition follows the relations and compares in the database', () => {
    const condition = { start: loan, joins: [{ column: 'branch_id', target: modelOf('Branch') }], column: 'name' };
    expect(agreeSql(condition, types)).toBe(`SELECT g.n::int4 AS n
FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS g(k, v, n)
JOIN "loan" r0 ON r0."id" = g.k
JOIN "branch" r1 ON r1."id" = r0."branch_id"
WHERE r1."name" = g.v`);
  });

  it('of a review finds whom the registration met', () => {
    expect(reviewSql(reader, ['card_bidx']))
      .toBe(`INSERT INTO cloison.review (type, existing, author_account, author_organisation, created_at)
SELECT $1::text, t."id", $2::text, $3::text, $4::timestamptz FROM "reader" t WHERE t."card_bidx" = $5::bytea`);
  });

  it('has one name for one text, and none beyond the bound', () => {
    const names = new StatementNames('write', 2);
    expect(['a', 'b', 'a', 'c', 'b'].map((text) => names.of(text))).toEqual([
      'write_1',
      'write_2',
      'write_1',
      '',
      'write_2',
    ]);
  });
});

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../src/intake/importFile.js';
import { sha256 } from '../../src/vault/digest.js';
import { Desk, dwelling, fund, landlord } from './desk.js';

const canary = 'Quenouille-Brisemiche';
const one = 'e0000000-0000-4000-8000-000000000001';
const two = 'e0000000-0000-4000-8000-000000000002';
const nobody = 'e0000000-0000-4000-8000-00000000ffff';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  return () => desk.close();
});

function ndjson(...rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

describe('a file that cannot be imported is refused before anything is loaded:', () => {
  afterEach(async () => {
    expect(await desk.count('tenant')).toBe(0);
    expect(await desk.count('cloison.import_run')).toBe(0);
  });

  it.each([
    ['a suffix that is none', 'people.xlsx', 'surname\nx\n', /ends in \.csv, \.ndjson, \.jsonl$/],
    ['an empty CSV', 'people.csv', '', /the file is empty/],
    ['UTF-16', 'people.csv', Buffer.from('\uFEFFsurname\nx\n', 'utf16le'), /UTF-16: save it as UTF-8/],
    [
      'a header in another encoding',
      'people.csv',
      Buffer.from('surname,prénom\nx,y\n', 'latin1'),
      /first line is not UTF-8/,
    ],
    [
      'a column that is nearly a field',
      'people.csv',
      'fileNumber,surnam\nT1,x\n',
      /column 2, "surnam", is no field: "surname" is near/,
    ],
    [
      'a column within a list that is nearly a field',
      'people.csv',
      'surname,lease.rent\nx,1\n',
      /"lease\.rent", is no field: "leases\.rent" is near/,
    ],
    ['an object as a column', 'people.csv', 'surname,forwarding\nx,y\n', /column 2 is no field/],
    ['a column twice', 'people.csv', 'surname,surname\nx,y\n', /names column "surname" twice/],
    ['a header whose quotes do not pair', 'people.csv', '"surname\nx\n', /quotation marks do not pair/],
  ])('%s', async (_, name, text, message) => {
    await expect(desk.import(name, text)).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringMatching(message) as string,
    });
  });

  it('what is no regular file, which could not be gone on with', async () => {
    await mkdir(desk.path('folder.csv'));
    await expect(desk.importAgain('folder.csv')).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('is no regular file') as string,
    });
  });

  it('a file that is not there', async () => {
    await expect(desk.importAgain('none.csv')).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('(ENOENT)') as string,
    });
  });

  it('a type that the policy does not have', async () => {
    await expect(desk.import('people.csv', 'surname\nx\n', { type: 'Person' })).rejects.toMatchObject({
      message: expect.stringContaining(', Dwelling, ') as string,
    });
  });

  it('a file without a header, whose first person is not shown', async () => {
    const error: unknown = await desk
      .import('people.csv', `T-1,${canary},Ann\nT-2,${canary},Bea\n`)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('column 1 is no field') as string,
    });
    expect(String(error)).not.toContain(canary);
  });

  it('a rejects file that cannot be written', async () => {
    await expect(
      desk.import('people.csv', 'surname\nx\n', { rejectsPath: desk.path('none/rejects.csv') }),
    ).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('cannot be written (ENOENT)') as string,
    });
  });

  it('a rejects file that is somebody’s own', async () => {
    await writeFile(desk.path('diary.csv'), 'Dear diary');
    await expect(
      desk.import('people.csv', 'surname\nx\n', { rejectsPath: desk.path('diary.csv') }),
    ).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
    await expect(
      desk.import('people.csv', 'surname\nx\n', { rejectsPath: desk.path('people.csv') }),
    ).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
    expect(await readFile(desk.path('diary.csv'), 'utf8')).toBe('Dear diary');
  });
});

describe('a row that cannot be loaded is rejected by line, column and code, and the rest goes on:', () => {
  const good = { fileNumber: 'T-0', surname: 'Zander' };

  it.each([
    ['a value that its scalar refuses', { phone: canary }, 'phone,NOT_A_PHONE_NUMBER,'],
    ['a member of an object', { forwarding: { postcode: canary } }, 'forwarding.postcode,NOT_A_POSTAL_CODE,'],
    ['a value of another type', { surname: 7 }, 'surname,NOT_TEXT,'],
    ['a name that is no field', { [canary]: 1 }, ',UNKNOWN_FIELD,'],
    [
      'a name that is no field of a row within',
      { leases: [{ [canary]: 1, dwelling, landlord }] },
      'leases,UNKNOWN_FIELD,',
    ],
    ['a prototype', JSON.parse('{"__proto__":{"surname":"x"}}') as object, ',UNKNOWN_FIELD,'],
    ['a type that is none', { __typename: canary }, '__typename,UNKNOWN_TYPE,'],
    ['an object that is none', { forwarding: canary }, 'forwarding,NOT_AN_OBJECT,'],
    ['a list that is none', { leases: canary }, 'leases,NOT_A_LIST,'],
    ['a list of no objects', { leases: [canary] }, 'leases,NOT_AN_OBJECT,'],
    ['an id that is no UUID', { id: canary }, 'id,NOT_A_UUID,'],
    ['a relation that is no UUID', { leases: [{ dwelling: canary, landlord }] }, 'leases.dwelling,NOT_A_UUID,'],
    ['a relation that is missing', { leases: [{ landlord }] }, 'leases.dwelling,REQUIRED,'],
    [
      'a relation to a row that is not there',
      { leases: [{ dwelling: nobody, landlord }] },
      'dwelling,REFERENCE_MISSING,',
    ],
    [
      'a row within that names another owner',
      { leases: [{ tenant: nobody, dwelling, landlord }] },
      'leases.tenant,CONTRADICTS_OWNER,',
    ],
    [
      'a row within that the database refuses',
      { leases: [{ dwelling, landlord, status: 'ENDED' }] },
      ',CONSTRAINT,lease_check',
    ],
    [
      'a record of a person who is not there',
      { __typename: 'Lease', tenant: nobody, dwelling, landlord },
      'tenant,REFERENCE_MISSING,',
    ],
    ['a record of nobody', { __typename: 'Lease', dwelling, landlord }, 'tenant,REQUIRED,'],
  ])('%s', async (_, bad, expected) => {
    const report = await desk.import('people.ndjson', ndjson(good, bad, { ...good, fileNumber: 'T-2' }));
    expect(report).toMatchObject({
      rowsLoaded: 2,
      rowsRejected: 1,
      isFinished: true,
      rejectsPath: desk.path('people.ndjson.rejects.csv'),
    });
    expect(await desk.rejects('people.ndjson')).toEqual([`2,${expected}`]);
    expect(await desk.count('tenant')).toBe(2);
    expect(await desk.count('lease')).toBe(0);
  });

  it('all columns that are wrong at once', async () => {
    await desk.import('people.ndjson', ndjson({ phone: canary, born: canary, surname: 'x' }));
    expect(await desk.rejects('people.ndjson')).toEqual(['1,phone,NOT_A_PHONE_NUMBER,', '1,born,NOT_A_DATE,']);
  });

  it('what is no JSON, no object, no UTF-8, or endless', async () => {
    const lines = [
      `{"surname":"${canary}"`,
      '[]',
      '"x"',
      Buffer.from('{"surname":"André"}', 'latin1'),
      `{"surname":"${'x'.repeat(1_100_000)}"}`,
      '{"surname":"Good"}',
    ];
    await desk.import('people.ndjson', Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
    expect(await desk.rejects('people.ndjson')).toEqual([
      '1,,MALFORMED,',
      '2,,NOT_AN_OBJECT,',
      '3,,NOT_AN_OBJECT,',
      '4,,NOT_UTF8,',
      '5,,TOO_LONG,',
    ]);
    expect(await desk.tenants()).toMatchObject([{ surname: 'Good' }]);
  });

  it('an identifier that the store or the file has already, in any spelling', async () => {
    await desk.import('first.ndjson', ndjson({ id: one, fileNumber: 'T-1', surname: 'First' }));
    await desk.import(
      'second.ndjson',
      ndjson(
        { fileNumber: 't-1', surname: 'Second' },
        { id: one, surname: 'Third' },
        { fileNumber: 'T-2', surname: 'Fourth' },
        { fileNumber: 'Ｔ-2', surname: 'Fifth' },
      ),
    );
    expect(await desk.rejects('second.ndjson')).toEqual([
      '1,fileNumber,DUPLICATE,',
      '2,id,DUPLICATE,',
      '4,fileNumber,DUPLICATE,',
    ]);
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['First', 'Fourth']);
  });

  it('an identifier whose first bearer was rejected is free for the next one', async () => {
    await desk.import(
      'people.ndjson',
      ndjson(
        { fileNumber: 'T-1', surname: 'First', leases: [{ dwelling: nobody, landlord }] },
        { fileNumber: 'T-1', surname: 'Second' },
      ),
    );
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['Second']);
  });

  it('rows that the database refuses, one by one or nearly all', async () => {
    const refused = { surname: 'No', leases: [{ dwelling, landlord, status: 'ENDED' }] };
    const rows = Array.from({ length: 300 }, (_, index) =>
      index % 3 === 0 ? { surname: `Yes ${String(index)}` } : refused,
    );
    const report = await desk.import('people.ndjson', ndjson(...rows));
    expect(report).toMatchObject({ rowsLoaded: 100, rowsRejected: 200 });
    expect(await desk.rejects('people.ndjson')).toHaveLength(200);
    expect(new Set((await desk.tenants()).map(({ surname }) => String(surname).slice(0, 3)))).toEqual(new Set(['Yes']));
  });

  it('a row that refers to a row of the file that was rejected', async () => {
    await desk.import(
      'people.ndjson',
      ndjson(
        good,
        { __typename: 'Dwelling', id: two, landlord: nobody, street: '2 Nowhere Row', rooms: 1 },
        { surname: 'Homeless', leases: [{ dwelling: two, landlord }] },
        { surname: 'Young' },
      ),
    );
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['Young', 'Zander']);
    expect(await desk.rejects('people.ndjson')).toEqual([
      '2,landlord,REFERENCE_MISSING,',
      '3,,REFERENCE_MISSING,lease_dwelling_id_fkey',
    ]);
  });

  it('a row that a column is too narrow for, or that a trigger raises against', async () => {
    await desk.run(`ALTER TABLE dwelling ALTER street TYPE varchar(13);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no street %', NEW.street; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON dwelling FOR EACH ROW WHEN (NEW.rooms = 9) EXECUTE FUNCTION refuse()`);
    const streets = [
      { street: 'Short', rooms: 1 },
      { street: canary, rooms: 1 },
      { street: 'Short', rooms: 9 },
    ];
    const report = await desk.import('dwellings.ndjson', ndjson(...streets.map((row) => ({ ...row, landlord }))), {
      type: 'Dwelling',
    });
    expect(report).toMatchObject({ rowsLoaded: 1, rowsRejected: 2 });
    expect(await desk.rejects('dwellings.ndjson')).toEqual(['2,,CONSTRAINT,', '3,,CONSTRAINT,']);
  });

  it('a row that holds one id twice', async () => {
    await desk.import(
      'people.ndjson',
      ndjson(good, { surname: 'Twice', leases: [one, one].map((id) => ({ id, dwelling, landlord })) }),
    );
    expect(await desk.rejects('people.ndjson')).toEqual(['2,,DUPLICATE,lease_pkey']);
  });

  it('never with a value, whatever was wrong', async () => {
    const rows = [
      { surname: canary, fileNumber: canary },
      { surname: canary, fileNumber: canary },
      { surname: canary, phone: canary },
      { [canary]: canary },
      { __typename: canary },
      { id: canary },
      { born: canary, forwarding: canary },
      { surname: canary, leases: [{ dwelling, landlord, status: 'ENDED' }] },
      { surname: canary, leases: [{ dwelling: nobody, landlord }] },
    ];
    await desk.import('people.ndjson', `${ndjson(...rows)}{"surname":"${canary}"\n`);
    await desk.import(
      'people.csv',
      `surname,phone\n${canary}\n"${canary}"${canary},x\n"${canary}\n${canary},${canary}\n`,
    );
    const written = [
      await readFile(desk.path('people.ndjson.rejects.csv'), 'utf8'),
      await readFile(desk.path('people.csv.rejects.csv'), 'utf8'),
    ].join('');
    expect(written.split('\n')).toHaveLength(1 + 10 + 1 + 4 + 1);
    expect(written).not.toContain(canary);
  });
});

describe('a CSV', () => {
  it('gives dotted columns to objects and to one row of a list, and nothing to empty ones', async () => {
    await desk.import(
      'people.csv',
      [
        'fileNumber,surname,born,phone,forwarding.line,forwarding.postcode,stepFreeAccess,discreet,cameOn,leases.dwelling,leases.landlord,leases.rent,leases.beginsOn',
        `T-1,Quillfeather,1984-03-02,06 39 98 00 01,"3, Elsewhere Lane",38100,true,,2024-01-01,${dwelling},${landlord},90000,2024-01-15`,
        'T-2,"Vander ""Mo"" th",,,,,,true,,,,,',
        '',
      ].join('\n'),
    );
    expect(await desk.tenants()).toMatchObject([
      {
        file_number: 'T-1',
        surname: 'Quillfeather',
        born: '1984-03-02',
        phone: '+33639980001',
        forwarding_line: '3, Elsewhere Lane',
        forwarding_postcode: '38100',
        step_free_access: true,
        discreet: false,
        came_on: '2024-01-01',
      },
      {
        file_number: 'T-2',
        surname: 'Vander "Mo" th',
        born: null,
        phone: null,
        forwarding_line: null,
        step_free_access: null,
        discreet: true,
      },
    ]);
    expect(await desk.leases()).toMatchObject([
      { rent: 90000, begins_on: '2024-01-15', status: 'SIGNED', dwelling_id: dwelling },
    ]);
  });

  it('may have a byte-order mark, carriage returns, semicolons, empty lines, and no end of its last line', async () => {
    await desk.import(
      'people.csv',
      '\uFEFFsurname;forename\r\n\r\nQuillfeather;Zoë\r\n;;\r\n;\r\nTarnbrook;"O""Neil\r\nJr"',
    );
    expect(await desk.tenants()).toMatchObject([
      { surname: 'Quillfeather', forename: 'Zoë' },
      { surname: 'Tarnbrook', forename: 'O"Neil\nJr' },
    ]);
  });

  it('loses no neighbour of a row that is malformed', async () => {
    await desk.import(
      'people.csv',
      [
        'surname,forename',
        'Ada,A',
        'too short',
        'too,long,by far',
        'Bea,"B',
        'Cid,C',
        '"Dan"Dan,D',
        'Eva,5" tall',
        'Fay,F',
        `Gus,${'g'.repeat(5000)}`,
        'Hal,H"',
        'Ivy,I',
        '',
      ].join('\n'),
    );
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['Ada', 'Cid', 'Fay', 'Ivy']);
    expect(await desk.rejects('people.csv')).toEqual([
      '3,,COLUMN_COUNT,',
      '4,,COLUMN_COUNT,',
      '5,,MALFORMED,',
      '7,,MALFORMED,',
      '8,,MALFORMED,',
      '10,forename,TOO_LONG,',
      '11,,MALFORMED,',
    ]);
  });

  it('names types in a column of its own, each row with the columns of its type', async () => {
    await desk.import(
      'store.csv',
      `__typename,id,name,landlord,street,rooms,surname\nLandlord,${one},Harbour Rooms,,,,\nDwelling,${two},,${one},9 Quay,1,\n,,,,,,Tarnbrook\nFund,,,,,,Tarnbrook\n`,
    );
    expect(await desk.rejects('store.csv')).toEqual(['5,,UNKNOWN_FIELD,', '5,name,REQUIRED,']);
    expect(await desk.ask(`SELECT street, rooms, landlord_id FROM dwelling WHERE id = '${two}'`)).toEqual([
      { street: '9 Quay', rooms: 1, landlord_id: one },
    ]);
    expect(await desk.tenants()).toMatchObject([{ surname: 'Tarnbrook' }]);
  });
});

describe('what was imported', () => {
  it('is sealed: no value stands in the database, and each opens as what it was', async () => {
    await desk.import(
      'people.ndjson',
      ndjson({
        id: one,
        fileNumber: 'T-1',
        surname: canary,
        forename: 'Orla',
        born: '1984-03-02',
        phone: '+33639980001',
        forwarding: { line: `${canary} Lane`, postcode: '38100' },
        stepFreeAccess: false,
        leases: [
          { id: two, dwelling, landlord, fund, status: 'RUNNING', rent: 90000, beginsOn: '2024-01-15' },
          { dwelling, landlord, rent: 95000, beginsOn: '2025-01-15' },
        ],
      }),
    );
    expect(await desk.tenants()).toMatchObject([
      { id: one, surname: canary, step_free_access: false, forwarding_line: `${canary} Lane` },
    ]);
    expect(await desk.leases()).toMatchObject([
      { row: two, fund_id: fund, status: 'RUNNING', rent: 90000 },
      { fund_id: null, rent: 95000 },
    ]);
    const text = JSON.stringify(
      await desk.ask('SELECT to_jsonb(t) AS t FROM tenant t UNION ALL SELECT to_jsonb(l) FROM lease l'),
    );
    for (const secret of [canary, Buffer.from(canary).toString('hex'), 'Orla', '639980001', '90000'])
      expect(text).not.toContain(secret);
  });

  it('is found by its blind indexes', async () => {
    await desk.import(
      'people.ndjson',
      ndjson(
        { fileNumber: 'T-1', surname: 'Quillfeather', born: '1984-03-02' },
        { fileNumber: 'T-2', surname: 'Nobody' },
      ),
    );
    const shape = policyIndex('surname_born_bidx');
    const token = desk.vault.blindIndex(shape).of(['QUILLFEATHER', '1984-03-02']);
    const rows = await desk.store.database.read({
      name: '',
      text: 'SELECT count(*) AS n FROM tenant WHERE surname_born_bidx = $1',
      values: [token],
    });
    expect(rows).toEqual([{ n: 1 }]);
    expect(await desk.ask('SELECT count(*) AS n FROM tenant WHERE surname_born_bidx IS NULL')).toEqual([{ n: 1 }]);
  });

  it('may be records of persons who are there, whichever comes first in the file', async () => {
    await desk.import('tenant.ndjson', ndjson({ id: one, surname: 'Quillfeather' }));
    await desk.import(
      'leases.ndjson',
      ndjson(
        { __typename: 'Lease', tenant: two, dwelling, landlord, rent: 2, beginsOn: '2024-02-01' },
        { __typename: 'Lease', tenant: one, dwelling, landlord, rent: 1, beginsOn: '2024-01-01' },
        { id: two, surname: 'Vandermoth' },
      ),
    );
    expect(await desk.leases()).toMatchObject([
      { tenant_id: one, rent: 1 },
      { tenant_id: two, rent: 2 },
    ]);
  });

  it('takes the key that was kept when one person stands in a file twice', async () => {
    await desk.import(
      'tenant.ndjson',
      ndjson(
        { id: one, surname: 'First', fileNumber: 'T-1', leases: [{ dwelling: nobody, landlord }] },
        { id: one, surname: 'Second', leases: [{ dwelling, landlord, rent: 1, beginsOn: '2024-01-01' }] },
        { id: one, surname: 'Third', leases: [{ dwelling, landlord, rent: 2 }] },
        { __typename: 'Lease', tenant: one, dwelling, landlord, rent: 3, beginsOn: '2024-01-02' },
      ),
    );
    expect(await desk.tenants()).toMatchObject([{ surname: 'Second' }]);
    expect(await desk.leases()).toMatchObject([{ rent: 1 }, { rent: 3 }]);
    expect(await desk.rejects('tenant.ndjson')).toEqual(['1,dwelling,REFERENCE_MISSING,', '3,id,DUPLICATE,']);
  });

  it('never is a record of a person whose key was destroyed', async () => {
    await desk.import('tenant.ndjson', ndjson({ id: one, surname: 'Erased' }));
    await desk.run('UPDATE tenant SET data_key = NULL');
    await desk.import('leases.ndjson', ndjson({ __typename: 'Lease', tenant: one, dwelling, landlord, rent: 1 }));
    expect(await desk.rejects('leases.ndjson')).toEqual(['1,tenant,REFERENCE_MISSING,']);
  });
});

describe('an import', () => {
  const rows = (from: number, to: number): string =>
    ndjson(
      ...Array.from({ length: to - from }, (_, index) => ({
        fileNumber: `T-${String(from + index)}`,
        surname: `Tenant ${String(from + index)}`,
      })),
    );

  it('of the same file by accident is refused, under any name', async () => {
    await desk.import('people.ndjson', rows(0, 3));
    const refused = {
      code: 'IMPORT_INVALID',
      message: expect.stringMatching(
        /^this file was imported already, until .*Z \(3 rows\): --again imports it once more$/,
      ) as string,
    };
    await expect(desk.importAgain('people.ndjson')).rejects.toMatchObject(refused);
    await expect(desk.import('renamed.ndjson', rows(0, 3))).rejects.toMatchObject(refused);
  });

  it('of the same file on purpose loads whom no identifier knows, and rejects the others', async () => {
    await desk.import('people.ndjson', ndjson({ fileNumber: 'T-1', surname: 'A' }, { surname: 'B' }));
    const report = await desk.importAgain('people.ndjson', { again: true });
    expect(report).toMatchObject({ rowsLoaded: 1, rowsRejected: 1 });
    expect((await desk.tenants()).map(({ surname }) => surname)).toEqual(['A', 'B', 'B']);
  });

  it('of a file that has grown goes on behind what it was', async () => {
    await desk.import('people.ndjson', `${rows(0, 3)}\n\n`);
    const report = await desk.import('people.ndjson', `${rows(0, 3)}\n\n${rows(3, 5)}{}}\n`);
    expect(report).toMatchObject({ rowsLoaded: 5, resumedBehindLine: 5, isFinished: true });
    expect(await desk.rejects('people.ndjson')).toEqual(['8,,MALFORMED,']);
    expect(await desk.count('tenant')).toBe(5);
  });

  it('stops behind a batch when it is told to, says so, and goes on when it is called again', async () => {
    const stop = new AbortController();
    const seen: ImportProgress[] = [];
    const onProgress = (progress: ImportProgress): void => {
      seen.push(progress);
      if (progress.rowsLoaded >= 20) stop.abort();
    };
    const text = `${rows(0, 50)}{"surname":1}\n${rows(50, 100)}`;
    const stopped = await desk.import('people.ndjson', text, { batchRows: 10, onProgress, signal: stop.signal });
    expect(stopped.isFinished).toBe(false);
    expect(stopped.rowsLoaded).toBeLessThan(100);
    expect(await desk.count('tenant')).toBe(stopped.rowsLoaded);
    expect(seen[0]).toEqual({ bytesDone: 0, bytesTotal: Buffer.byteLength(text), rowsLoaded: 0, rowsRejected: 0 });

    const report = await desk.importAgain('people.ndjson', { batchRows: 10 });
    expect(report).toMatchObject({
      rowsLoaded: 100,
      rowsRejected: 1,
      isFinished: true,
      bytesDone: Buffer.byteLength(text),
      resumedBehindLine: stopped.rowsLoaded,
    });
    expect(await desk.count('tenant')).toBe(100);
    expect(await desk.rejects('people.ndjson')).toEqual(['51,surname,NOT_TEXT,']);
  });

  it('that was stopped is not begun anew on a file that was changed before that place', async () => {
    const stop = new AbortController();
    stop.abort();
    await desk.import('people.ndjson', rows(0, 30), { batchRows: 10, signal: stop.signal });
    await expect(desk.import('people.ndjson', `${rows(7, 8)}${rows(1, 30)}`)).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining(
        'stopped behind line 10 (10 rows), and a line before was changed since',
      ) as string,
    });
    expect(await desk.import('people.ndjson', `${rows(0, 10)}${rows(40, 45)}`)).toMatchObject({
      rowsLoaded: 15,
      resumedBehindLine: 10,
    });
  });

  it('cuts a rejects file to what was committed, so that a reject stands in it once', async () => {
    const stop = new AbortController();
    stop.abort();
    const bad = '{"surname":1}\n';
    await desk.import('people.ndjson', bad.repeat(20), { batchRows: 10, signal: stop.signal });
    const path = desk.path('people.ndjson.rejects.csv');
    await writeFile(path, `${await readFile(path, 'utf8')}11,surname,NOT_TEXT,\n12,surname,NOT`);
    await desk.importAgain('people.ndjson');
    expect(await desk.rejects('people.ndjson')).toEqual(
      Array.from({ length: 20 }, (_, index) => `${String(index + 1)},surname,NOT_TEXT,`),
    );
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('without a reject leaves no rejects file', async () => {
    expect(await desk.import('people.ndjson', rows(0, 1))).toMatchObject({ rejectsPath: undefined });
    await expect(stat(desk.path('people.ndjson.rejects.csv'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('goes on in no line that was made longer since', async () => {
    await desk.import('people.csv', 'surname,forename\nAda,A\nBea,B');
    await desk.import('people.csv', 'surname,forename\nAda,A\nBea,Beatrice\nCid,C\n');
    const forenames = (await desk.tenants()).map(({ forename }) => String(forename));
    expect(new Set(forenames)).toEqual(new Set(['A', 'B', 'Beatrice', 'C']));
  });

  it('waits for another one, and sees what it did', async () => {
    let second: Promise<unknown> | undefined;
    const text = ndjson(...Array.from({ length: 300 }, (_, index) => ({ surname: `Tenant ${String(index)}` })));
    const onProgress = (): void => {
      second ??= desk.importAgain('people.ndjson').catch((reason: unknown) => reason);
    };
    await desk.import('people.ndjson', text, { batchRows: 10, onProgress });
    expect(await second).toMatchObject({
      code: 'IMPORT_INVALID',
      message: expect.stringContaining('imported already') as string,
    });
    expect(await desk.count('tenant')).toBe(300);
  });
});

function policyIndex(column: string): Parameters<Desk['vault']['blindIndex']>[0] {
  const bits = desk.indexBits(column);
  return { table: 'tenant', column, scalars: ['Text', 'Date'], bits };
}

it('what is kept of a file confirms no guess at what stood in it', async () => {
  const text = (phone: string): string => `surname,phone\nQuenouille,${phone}\n`;
  await desk.import('one-person.csv', text('0639980042'));
  const [run] = await desk.ask('SELECT source, prefix FROM cloison.import_run');
  const hashes = [desk.path('one-person.csv'), ...Array.from({ length: 100 }, (_, last) => text(phoneOf(last)))].map(
    (guess) => sha256(guess),
  );
  expect(hashes.some((hash) => hash.equals(run?.['prefix'] as Buffer) || hash.equals(run?.['source'] as Buffer))).toBe(
    false,
  );
  await expect(desk.importAgain('one-person.csv')).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
});

function phoneOf(last: number): string {
  return `06399800${String(last).padStart(2, '0')}`;
}

import { appendFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BreachTools } from '../../src/compliance/breach/breachFolder.js';
import { writeBreachFolder } from '../../src/compliance/breach/breachFolder.js';
import { languages } from '../../src/compliance/breach/drafts/drafts.js';
import { ledgerExtent } from '../../src/compliance/breach/extent.js';
import { breachQuestion } from '../../src/compliance/breach/question.js';
import { isVerified, verifyBreach } from '../../src/compliance/breach/verifyBreach.js';
import type { Verification } from '../../src/compliance/breach/verifyBreach.js';
import { importSigningKey } from '../../src/jws/signingKey.js';
import { RunningDigest } from '../../src/vault/runningDigest.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { newVault, openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';
import { enter, personKey, settle } from './ledgerDesk.js';

const policy = compiled(rentalFolder);
const question = breachQuestion('account', 'thief', '2026-03-02', '2026-03-03');

describe('the folder of a breach', () => {
  let store: RentalStore;
  let tools: BreachTools;
  let parent: string;
  let made = 0;
  beforeAll(async () => {
    store = await openRental();
    parent = await mkdtemp(join(tmpdir(), 'cloison-breach-'));
    tools = await toolsOf();
    const persons = Array.from({ length: 120 }, (_, index) => personKey(index));
    const at = '2026-03-02T10:00:00Z';
    const shapes = [['Tenant.stepFreeAccess:PRESENCE', 'Tenant.surname']];
    await settle(store.database, [await enter(store.database, { account: 'thief', at, persons, shapes })]);
    const text = `INSERT INTO cloison.register_event (at, actor, action, kind, target)
VALUES ('2026-03-02T10:05:00Z', 'engine:watch', 'STOP', 'ACCOUNT', 'thief')`;
    await store.database.read({ name: '', text, values: [] });
  });
  afterAll(async () => {
    await store.close();
    await rm(parent, { recursive: true, force: true });
  });

  async function toolsOf(): Promise<BreachTools> {
    const signingKey = await importSigningKey({ ...newVault().signingJwk('ledger') });
    return { newDigest: () => new RunningDigest(), signingKey };
  }

  async function folder(): Promise<string> {
    const path = join(parent, `breach-${(made += 1)}`);
    const extent = await ledgerExtent(store.database);
    await writeBreachFolder({ database: store.database, policy }, tools, { folder: path, question, extent, languages });
    return path;
  }

  const verified = (path: string, by = tools): Promise<Verification> =>
    verifyBreach({ database: store.database, policy }, by, path);

  it('has the same bytes whenever it is made from the same ledger, and only its owner reads it', async () => {
    const [one, other] = [await folder(), await folder()];
    const names = await readdir(one);
    expect(names.toSorted()).toEqual([
      'breach.json',
      'letter.en.md',
      'letter.fr.md',
      'notification.en.md',
      'notification.fr.md',
      'persons.csv',
      'signature.jws',
    ]);
    for (const name of names) {
      expect(await readFile(join(one, name), 'utf8')).toBe(await readFile(join(other, name), 'utf8'));
      expect((await stat(join(one, name))).mode & 0o077).toBe(0);
    }
  });

  it('drafts the points of Article 33(3) in both languages, with what was done and what is not known', async () => {
    const path = await folder();
    const english = await readFile(join(path, 'notification.en.md'), 'utf8');
    for (const part of ['## (a)', '## (b)', '## (c)', '## (d)', 'about **120**', 'special category', 'Article 33(4)'])
      expect(english).toContain(part);
    expect(english).toContain('2026-03-02T10:05:00Z: STOP ACCOUNT `thief`, by engine:watch');
    expect(english).toContain("partner's own software");
    const french = await readFile(join(path, 'notification.fr.md'), 'utf8');
    for (const part of ['## a)', '## b)', '## c)', '## d)', 'environ **120**', 'logiciel du partenaire'])
      expect(french).toContain(part);
  });

  it('is verified, whatever the ledger gained since, and while an officer writes on in a draft', async () => {
    const path = await folder();
    await enter(store.database, { account: 'thief', at: '2026-03-02T12:00:00Z', persons: [personKey(500)] });
    await appendFile(join(path, 'letter.en.md'), 'Yours sincerely\n');
    const found = await verified(path);
    expect(found).toEqual({
      signature: 'VALID',
      changed: ['letter.en.md'],
      ledger: 'SAME',
      differs: [],
      isPolicyAnother: false,
    });
    expect(isVerified(found)).toBe(true);
  });

  it('is found out when a person is left out of the list', async () => {
    const path = await folder();
    const lines = (await readFile(join(path, 'persons.csv'), 'utf8')).split('\n');
    await writeFile(join(path, 'persons.csv'), lines.toSpliced(3, 1).join('\n'));
    const found = await verified(path);
    expect(found).toMatchObject({ changed: ['persons.csv'], ledger: 'DIFFERENT', differs: ['persons.csv'] });
    expect(isVerified(found)).toBe(false);
  });

  it('is found out when a number of the record is made smaller', async () => {
    const path = await folder();
    const record = await readFile(join(path, 'breach.json'), 'utf8');
    await writeFile(join(path, 'breach.json'), record.replaceAll('"completed": 120', '"completed": 12'));
    expect(await verified(path)).toMatchObject({
      changed: ['breach.json'],
      ledger: 'DIFFERENT',
      differs: ['categories', 'fields', 'persons'],
    });
  });

  it('is found out when another key signed it', async () => {
    const found = await verified(await folder(), await toolsOf());
    expect(found).toMatchObject({ signature: 'INVALID', ledger: 'SAME' });
    expect(isVerified(found)).toBe(false);
  });

  it('is found out when the ledger was shortened behind it', async () => {
    const path = await folder();
    await enter(store.database, { kind: 'EVENT' });
    const later = await folder();
    await store.database.exclusive((session) =>
      session.run(`SET session_replication_role = replica;
DELETE FROM cloison.ledger_entry WHERE id = (SELECT max(id) FROM cloison.ledger_entry); SET session_replication_role = origin`),
    );
    expect(await verified(path)).toMatchObject({ ledger: 'SAME' });
    expect(await verified(later)).toMatchObject({ ledger: 'SHORTER' });
  });

  it('names the alarms that were raised, and the signed state of the ledger that it was made from', async () => {
    const sql = (text: string): Promise<unknown> => store.database.read({ name: '', text, values: [] });
    await sql(`INSERT INTO cloison.alarm (at, entry, account, detector, level, evidence, accounts, reactions)
      VALUES ('2026-03-02T10:04:00Z', 1, 'thief', 'PACE', 4, '{}', '{thief}', '{STOP}'), ('2026-03-02T10:04:00Z', 2, 'other', 'PACE', 4, '{}', '{other}', '{}')`);
    await sql(`INSERT INTO cloison.ledger_checkpoint (size, last_entry, at, root, frontier, signed)
      VALUES (120, 1, now(), decode(repeat('ab', 32), 'hex'), decode(repeat('ab', 32), 'hex'), 'invented')`);
    const path = await folder();
    const record = JSON.parse(await readFile(join(path, 'breach.json'), 'utf8')) as object;
    expect(record).toMatchObject({
      alarms: [{ at: '2026-03-02T10:04:00Z', account: 'thief', detector: 'PACE', level: 4, reactions: ['STOP'] }],
      ledger: { checkpoint: { size: 120, lastEntry: 1, root: 'ab'.repeat(32) } },
    });
    expect(await readFile(join(path, 'notification.en.md'), 'utf8')).toContain('alarm PACE, `thief`; STOP');
    expect(isVerified(await verified(path))).toBe(true);
    await store.database.exclusive((session) =>
      session.run(`SET session_replication_role = replica;
UPDATE cloison.ledger_checkpoint SET root = decode(repeat('cd', 32), 'hex'); SET session_replication_role = origin`),
    );
    expect(await verified(path)).toMatchObject({ ledger: 'DIFFERENT', differs: ['ledger'] });
    await store.database.exclusive((session) =>
      session.run(`SET session_replication_role = replica;
DELETE FROM cloison.ledger_checkpoint; DELETE FROM cloison.alarm; SET session_replication_role = origin`),
    );
  });

  it('goes into no folder that holds something, and is read from none that is not its own', async () => {
    await writeFile(join(parent, 'note.txt'), 'a note');
    const extent = await ledgerExtent(store.database);
    const order = { folder: parent, question, extent, languages };
    await expect(writeBreachFolder({ database: store.database, policy }, tools, order)).rejects.toMatchObject({
      code: 'USAGE',
    });
    await expect(verified(parent)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

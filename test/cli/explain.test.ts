/** `cloison explain`: what an officer types, and what is said of a person whose store is another process's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

let service: Service;
beforeAll(async () => {
  [service] = await Promise.all([
    startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock: clockAt('2026-11-20T10:00:00.000Z'),
      fill: (store) => fillRental(store),
    }),
    buildCli(),
  ]);
});
afterAll(() => service.stop());

const explain = (...words: readonly string[]): Promise<Outcome> =>
  cli(['explain', 'test/fixtures/rental', ...words], { env: { DATABASE_URL: service.database.url } });
const ofOrla = ['--account', 'brick', '--person', orla, '--as', 'Auditor'] as const;

describe('cloison explain', () => {
  it('says who may read a field, with places that a terminal can open', async () => {
    const { code, out } = await explain('--role', 'LANDLORD', '--field', 'Tenant.phone');
    expect(code).toBe(0);
    expect(out).toMatch(/^LANDLORD, RECIPIENT \(test\/fixtures\/rental\/vocabulary\.graphql:\d+:\d+\)\n/);
    expect(out).toMatch(
      /\n {2}GRANTED Tenant\.phoneLast2 \(LAST2\) for LETTING\n {4}@disclose at test\/fixtures\/rental\/types\/tenant\.graphql:\d+:\d+ grants it to LANDLORD\n {4}through "let": .*\n {4}withheld while discreet is true/,
    );
    expect(out).toContain('nothing at all is granted to it for GUARANTEE, OWN_FILE');
  });

  it('says a whole contract, and in a line what is not in it', async () => {
    const { out } = await explain('--role', 'GUARANTEE_FUND');
    expect(out).toMatch(/\nREFUSED for every purpose: .*Tenant\.surname/);
    expect(out).not.toMatch(/REFUSED Tenant\.surname/);
  });

  it('says every purpose and rung for programs', async () => {
    const { out } = await explain('--role', 'LANDLORD', '--field', 'Tenant.born', '--json');
    const { fields } = JSON.parse(out) as { readonly fields: readonly { readonly ways: readonly unknown[] }[] };
    expect(fields[0]?.ways).toHaveLength(6);
  });

  it('says what an account reads of a person at an instant, and keeps who asked', async () => {
    const { code, out } = await explain(
      '--role',
      'LANDLORD',
      ...ofOrla,
      '--at',
      '2026-11-20T10:00:00Z',
      '--field',
      'Tenant.surname',
    );
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^LANDLORD at 2026-11-20T10:00:00\.000Z\n[^]*\nSHOWN Tenant\.surname \(EXACT\) for LETTING\n {2}through "let": the link from 2024-01-15 is active\n$/,
      ),
    ]);
    const before = await explain(
      '--role',
      'LANDLORD',
      ...ofOrla,
      '--at',
      '2024-01-01',
      '--field',
      'Tenant.surname',
      '--json',
    );
    expect(JSON.parse(before.out)).toMatchObject({ fields: [{ decision: 'WITHHELD' }] });
    const entries = await run(
      service.store,
      "SELECT actor, persons FROM cloison.ledger_entry WHERE detail->>'event' = 'EXPLAINED'",
    );
    expect(entries).toEqual([
      { actor: 'operator:auditor', persons: [orla] },
      { actor: 'operator:auditor', persons: [orla] },
    ]);
  });

  it('ends with 2 for a question that makes no sense, and with 1 for an account that nobody knows', async () => {
    const wrong: readonly (readonly [words: readonly string[], message: RegExp])[] = [
      [['--role', 'PLUMBER'], /There is no role PLUMBER\. There are: LANDLORD/],
      [['--role', 'LANDLORD', '--purpose', 'CURIOSITY'], /There is no purpose CURIOSITY/],
      [
        ['--role', 'LANDLORD', '--field', 'Tenant.shoeSize'],
        /There is no field Tenant\.shoeSize\. There are: fileNumber/,
      ],
      [['--role', 'LANDLORD', '--account', 'brick'], /go together/],
      [['--role', 'LANDLORD', '--account', 'brick', '--person', orla], /Say who you are/],
      [['--role', 'LANDLORD', '--at', '2024-01-01'], /belong to/],
      [['--role', 'LANDLORD', ...ofOrla, '--at', 'soon'], /takes an instant/],
      [['--role', 'LANDLORD', '--account', 'brick', '--person', 'orla', '--as', 'me'], /takes a UUID/],
    ];
    for (const [words, message] of wrong) {
      const { code, err } = await explain(...words);
      expect([words, code]).toEqual([words, 2]);
      expect(err).toMatch(message);
    }
    const unknown = await explain('--role', 'LANDLORD', '--account', 'nobody', '--person', orla, '--as', 'me');
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('NOT_REGISTERED')]);
  });
});

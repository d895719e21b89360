/** The watcher's memory in the database: an account's profile as JSON, whom it knows as bytes. */
import type { Row, Statement } from '../../store/statement.js';
import type { AccountProfile } from '../accountProfile.js';
import { newProfile } from '../accountProfile.js';
import type { OrganisationProfile } from '../organisationProfile.js';
import { newOrganisation } from '../organisationProfile.js';
import { memoryBytes, memoryOf } from '../personMemory.js';
import type { PersonMemory } from '../personMemory.js';

export function readAccounts(accounts: readonly string[]): Statement {
  return {
    name: 'watch_read_accounts',
    text: `SELECT w.account, w.state, w.known, w.before FROM cloison.watched_account w
 WHERE w.account IN (SELECT jsonb_array_elements_text($1::jsonb))`,
    values: [JSON.stringify(accounts)],
  };
}

/** A version before this one may have kept less: what is missing is as new. */
export function accountOfRow(row: Row): readonly [string, AccountProfile] {
  const state = row['state'] as Partial<AccountProfile>;
  const known = memoryOf(row['known'] as Buffer);
  const before = memoryOf(row['before'] as Buffer);
  return [String(row['account']), { ...newProfile, ...state, known, before }];
}

export function readOrganisations(organisations: readonly string[]): Statement {
  return {
    name: 'watch_read_organisations',
    text: `SELECT w.organisation, w.state FROM cloison.watched_organisation w
 WHERE w.organisation IN (SELECT jsonb_array_elements_text($1::jsonb))`,
    values: [JSON.stringify(organisations)],
  };
}

export function organisationOfRow(row: Row): readonly [string, OrganisationProfile] {
  return [String(row['organisation']), { ...newOrganisation, ...(row['state'] as Partial<OrganisationProfile>) }];
}

export interface ChangedAccount {
  readonly account: string;
  readonly profile: AccountProfile;
  /** As it stands in the database; undefined: it does not. */
  readonly stored: AccountProfile | undefined;
}

/** Whom an account knows is written when it has changed: of a large machine it is most of the row. */
export function writeAccounts(changed: readonly ChangedAccount[]): Statement {
  const rows = changed.map(({ account, profile, stored }) => {
    const { known, before, ...state } = profile;
    return { account, state, known: hexUnless(known, stored?.known), before: hexUnless(before, stored?.before) };
  });
  return {
    name: 'watch_write_accounts',
    text: `INSERT INTO cloison.watched_account AS w (account, state, known, before)
SELECT x.account, x.state, coalesce(decode(x.known, 'hex'), s.known, ''), coalesce(decode(x.before, 'hex'), s.before, '')
  FROM jsonb_to_recordset($1::jsonb) AS x(account text, state jsonb, known text, before text)
  LEFT JOIN cloison.watched_account s USING (account)
ON CONFLICT (account) DO UPDATE SET state = EXCLUDED.state, known = EXCLUDED.known, before = EXCLUDED.before`,
    values: [JSON.stringify(rows)],
  };
}

function hexUnless(memory: PersonMemory, stored: PersonMemory | undefined): string | null {
  return memory === stored ? null : memoryBytes(memory).toString('hex');
}

export function writeOrganisations(changed: readonly (readonly [string, OrganisationProfile])[]): Statement {
  const rows = changed.map(([organisation, state]) => ({ organisation, state }));
  return {
    name: 'watch_write_organisations',
    text: `INSERT INTO cloison.watched_organisation (organisation, state)
SELECT x.organisation, x.state FROM jsonb_to_recordset($1::jsonb) AS x(organisation text, state jsonb)
ON CONFLICT (organisation) DO UPDATE SET state = EXCLUDED.state`,
    values: [JSON.stringify(rows)],
  };
}

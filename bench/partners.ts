/** Who asks, in the register as an operator puts them there: `cloison accounts import`, approved by a second one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adviser } from './links.js';
import { runCloison } from './runCloison.js';

/** `client_id` of the bench's tokens. */
export const application = 'bench';

/** What the adviser's tokens say, beside what every token says. */
export const adviserClaims = Object.freeze({
  sub: adviser,
  role: 'ADVISER',
  scope: 'purpose:COUNSELLING',
  // What schema/vocabulary.graphql asks of the role.
  acr: 'https://refeds.org/profile/mfa',
});

/** For which each request asks. */
export const purpose = 'COUNSELLING';

const organisation = 'bench-organisation';

/** In a store that has been migrated. */
export async function registerPartners(databaseUrl: string, folder: string): Promise<void> {
  const file = join(folder, 'partners.json');
  const entries = {
    organisations: [{ id: organisation, name: 'The organisation of the bench' }],
    applications: [{ id: application }],
    accounts: [{ id: adviser, kind: 'PERSON', organisation }],
  };
  await writeFile(file, JSON.stringify(entries), { mode: 0o600 });
  await runCloison(['accounts', 'import', file, '--created-by', 'bench', '--as', 'bench-second'], {
    DATABASE_URL: databaseUrl,
  });
}

/** A demo of a store of one's own: the accounts of a file, and no rows; `cloison import --demo` brings them. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../kernel/failure.js';
import type { OpenStore } from '../main.js';
import { operator } from '../register/actor.js';
import type { RegisterEntries } from '../register/entries.js';
import type { DemoAccount } from './accounts.js';
import { demoApplication } from './accounts.js';
import type { DemoContent } from './demoContent.js';

const name = z.string().min(1).max(128);
const form = z
  .array(
    z.strictObject({
      name,
      role: name,
      /** The first one is asked for when none is named. */
      purposes: z.array(name).min(1),
      organisation: name.optional(),
      unit: name.optional(),
      /** UUID of the person whose own account it is. */
      subject: z.uuid().optional(),
    }),
  )
  .min(1);

/** Throws Failure CONFIG_INVALID when the file is not there or says something else. */
export function ownContent(path: string): DemoContent {
  const accounts = readAccounts(path);
  return Object.freeze({
    accounts,
    fill: async ({ rooms: { policy, register } }: OpenStore) => {
      for (const { name: account, role, purposes } of accounts) {
        requireKnown(path, account, role, policy.roles);
        for (const purpose of purposes) requireKnown(path, account, purpose, policy.purposes);
      }
      await register.seed(entriesOf(accounts), { createdBy: operator('demo'), approvedBy: operator('demo-second') });
      return 0;
    },
    rows: 'the rows that you import',
    firstQuery: `--as ${accounts[0]?.name ?? ''} '{ me { role purpose } }'`,
  });
}

function readAccounts(path: string): readonly DemoAccount[] {
  const parsed = form.safeParse(parseJson(path));
  if (parsed.success) return parsed.data.map(accountOf);
  throw new Failure('CONFIG_INVALID', `${path}: ${z.prettifyError(parsed.error)}`);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure('CONFIG_INVALID', `${path}: it cannot be read as JSON`, { cause: error });
  }
}

function accountOf({ name: account, role, purposes, ...of }: z.output<typeof form>[number]): DemoAccount {
  const claims = {
    ACCOUNT: account,
    ...(of.organisation === undefined ? {} : { ORGANISATION: of.organisation }),
    ...(of.unit === undefined ? {} : { UNIT: of.unit }),
    ...(of.subject === undefined ? {} : { SUBJECT: of.subject }),
  };
  return { name: account, role, claims, purposes, defaultPurpose: purposes[0] ?? '' };
}

function requireKnown(path: string, account: string, word: string, known: ReadonlyMap<string, unknown>): void {
  if (known.has(word)) return;
  const words = [...known.keys()].join(', ');
  throw new Failure('CONFIG_INVALID', `${path}: ${account} names ${word}. The schema grants something to ${words}.`);
}

/** Approved, as two operators would have done it. */
function entriesOf(accounts: readonly DemoAccount[]): RegisterEntries {
  const registered = accounts.flatMap(({ claims: { ACCOUNT: id, ORGANISATION: organisation, UNIT: unit } }) =>
    organisation === undefined ? [] : [{ id, kind: 'PERSON' as const, organisation, unit }],
  );
  const units = registered.flatMap(({ unit, organisation }) =>
    unit === undefined ? [] : [{ id: unit, organisation }],
  );
  return {
    organisations: [...new Set(registered.map(({ organisation }) => organisation))].map((id) => ({ id, name: id })),
    units: [...new Map(units.map((each) => [each.id, each])).values()],
    applications: [{ id: demoApplication }],
    accounts: registered,
  };
}

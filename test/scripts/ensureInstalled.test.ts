import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkshop } from './workshop.js';
import type { Said, Workshop } from './workshop.js';

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}
type Packages = Readonly<Record<string, Entry>>;

const one: Packages = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' } };
const machine = `${process.platform}-${process.arch} ABI ${process.versions.modules}`;
const otherSystem = process.platform === 'linux' ? 'darwin' : 'linux';

/** Stands in for npm: says what it was asked and installs what the lock file says, or fails. */
const fakeNpm = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
process.stdout.write('npm ' + process.argv[2] + '\\n');
if (process.env.NPM_FAILS) process.exit(7);
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'));
`;

describe('what is installed', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop('ensure-installed.mjs');
    await workshop.write('npm.js', fakeNpm);
  });
  afterEach(async () => {
    await workshop.remove();
  });

  const lock = (packages: Packages): Promise<void> =>
    workshop.write('package-lock.json', JSON.stringify({ packages: { '': { version: '0.1.0' }, ...packages } }));
  const install = async (packages: Packages, madeFor = machine): Promise<void> => {
    await workshop.write('node_modules/.package-lock.json', JSON.stringify({ packages }));
    await workshop.write('node_modules/.cloison-machine', madeFor);
  };
  const run = (environment: Readonly<Record<string, string>> = {}): Said =>
    workshop.run({ npm_execpath: join(workshop.folder, 'npm.js'), ...environment });
  const silence = { code: 0, stdout: '', stderr: '' };

  it('is left alone when the lock file says the same', async () => {
    await lock(one);
    await install(one);
    expect(run()).toEqual(silence);
  });

  it('is installed when there is nothing, in one line on standard error, and then left alone', async () => {
    await lock(one);
    const said = run();
    expect(said).toMatchObject({ code: 0, stdout: '' });
    expect(said.stderr.split('\n')).toEqual([
      'Installing packages with "npm ci": nothing is installed yet.',
      'npm ci',
      '',
    ]);
    expect(run()).toEqual(silence);
  });

  it.each<readonly [string, Packages]>([
    ['another version', { 'node_modules/one': { version: '0.9.0', integrity: 'sha512-one' } }],
    ['the same version with other content', { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-two' } }],
    ['a package too few', {}],
    ['a package too many', { ...one, 'node_modules/stray': { version: '1.0.0' } }],
  ])('is replaced when it has %s', async (_, installed) => {
    await lock(one);
    await install(installed);
    expect(run()).toMatchObject({ code: 0, stderr: expect.stringContaining('npm ci') });
    expect(run()).toEqual(silence);
  });

  it('is replaced when it was made for another machine or another Node', async () => {
    await lock(one);
    await install(one, `${otherSystem}-arm64 ABI 1`);
    expect(run().stderr).toContain(`made for ${otherSystem}-arm64 ABI 1, this is ${machine}`);
  });

  it('may lack an optional package of another machine, and what only that one needs', async () => {
    await lock({
      ...one,
      'node_modules/native': { version: '1.0.0', optional: true, os: [otherSystem], cpu: [process.arch] },
      'node_modules/of-native': { version: '1.0.0', optional: true },
    });
    await install(one);
    expect(run()).toEqual(silence);
  });

  it('may not lack an optional package of this machine', async () => {
    await lock({
      ...one,
      'node_modules/native': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
    });
    await install(one);
    expect(run().stderr).toContain('native is not what package-lock.json says');
  });

  it('is not believed after npm has failed', async () => {
    await lock(one);
    expect(run({ NPM_FAILS: '1' })).toMatchObject({ code: 7 });
    expect(existsSync(join(workshop.folder, 'node_modules/.cloison-machine'))).toBe(false);
  });
});

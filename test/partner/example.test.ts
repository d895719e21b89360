/** The partner's example as a partner would take it: copied, its types made, compiled, and run against the demo's store. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoService } from '../support/demoService.js';
import type { Service } from '../support/service.js';
import { finished } from '../cli/cli.js';
import type { Outcome } from '../cli/cli.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
/** As deep below the repository as the example, so that its contract and its packages are found. */
mkdirSync(join(root, '.tmp'), { recursive: true });
const copy = mkdtempSync(join(root, '.tmp', 'partner-'));
const keyFile = join(copy, 'key.json');

function run(command: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const child = spawn(command, words, { cwd: copy, env: { PATH: process.env['PATH'] ?? '', ...env } });
  return finished(child);
}

let service: Service;
beforeAll(async () => {
  const example = join(root, 'examples/partner');
  cpSync(example, copy, { recursive: true, filter: (path) => !['node_modules', 'dist'].includes(basename(path)) });
  const clock = { now: () => Date.now(), moveTo: () => undefined };
  service = await startDemoService({ today: new Date().toISOString().slice(0, 10), clock, persons: 45 });
});
afterAll(async () => {
  await service.stop();
  rmSync(copy, { recursive: true });
});

describe('the example of a partner', () => {
  it('has the types that codegen makes of its contract', async () => {
    const committed = readFileSync(join(copy, 'generated/operations.ts'), 'utf8');
    expect(await run(bin('graphql-codegen'), ['--silent'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(copy, 'generated/operations.ts'), 'utf8')).toBe(committed);
  });

  it('compiles, and counts its trainees without printing anything of them', async () => {
    expect(await run(bin('tsc'), [])).toEqual({ code: 0, out: '', err: '' });
    const { token, key } = service.ticketOf('formation-isere');
    writeFileSync(keyFile, JSON.stringify(key.privateKey.export({ format: 'jwk' })));
    const settings = { CLOISON_URL: service.url, ACCESS_TOKEN: token, KEY_FILE: keyFile };
    const { code, out, err } = await run(process.execPath, ['dist/main.js'], settings);
    expect([code, err]).toEqual([0, '']);
    const counts = JSON.parse(out) as Readonly<Record<string, number>>;
    expect(Object.keys(counts)).toEqual(['persons', 'pages', 'withheld', 'reachable']);
    expect(counts).toMatchObject({ persons: 45, pages: 3 });
  });

  it('is stopped by its compiler when a field leaves the contract', async () => {
    const contract = readFileSync(join(root, 'schema/contracts/training-organisation.graphql'), 'utf8');
    writeFileSync(join(copy, 'contract.graphql'), contract.replace(/^ {2}phone: Phone$/m, '  telephone: Phone'));
    const config = readFileSync(join(copy, 'codegen.yml'), 'utf8').replace(/^schema: .*$/m, 'schema: contract.graphql');
    writeFileSync(join(copy, 'codegen.yml'), config);
    const { code, out, err } = await run(bin('graphql-codegen'), []);
    expect(code).toBe(1);
    expect(out + err).toContain('Cannot query field "phone" on type "JobSeeker"');
  });
});

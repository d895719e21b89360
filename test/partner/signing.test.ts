/** The programs of docs/signing.md as a partner's developer would copy them: each is run, and is answered. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/signing.md'), 'utf8');
/** Below the repository, so that its packages are found. */
mkdirSync(join(root, '.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, '.tmp', 'signing-'));

interface Sample {
  readonly language: string;
  readonly file: string;
  readonly command: readonly [string, ...string[]];
  /** Must succeed, or the sample can't run on this machine. */
  readonly needs: readonly [string, ...string[]];
}

const samples: readonly Sample[] = [
  { language: 'bash', file: 'ask.sh', command: ['bash'], needs: ['bash', '-c', 'command -v curl openssl'] },
  {
    language: 'ts',
    file: 'ask.ts',
    command: [process.execPath, '--import', join(root, 'scripts/typescript-loader.mjs')],
    needs: [process.execPath, '--version'],
  },
  { language: 'python', file: 'ask.py', command: ['python3'], needs: ['python3', '-c', 'import cryptography'] },
  {
    language: 'php',
    file: 'ask.php',
    command: ['php'],
    needs: ['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
  },
  {
    language: 'java',
    file: 'Ask.java',
    command: ['java'],
    needs: ['sh', '-c', 'java -version 2>&1 | grep -Eq "version \\"(1[7-9]|[2-9][0-9])"'],
  },
];

let service: Service;
beforeAll(async () => {
  const clock = { now: () => Date.now(), moveTo: () => undefined };
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

function codeOf(language: string): string {
  const code = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(page)?.[1];
  if (code === undefined) throw new Error(`docs/signing.md has no sample in ${language}`);
  return code;
}

/** Of the program: what it prints, and how it ends. */
function run(
  sample: Sample,
  environment: Record<string, string>,
): Promise<{ readonly out: string; readonly code: number }> {
  const path = join(folder, sample.file);
  writeFileSync(path, codeOf(sample.language));
  const [command, ...words] = sample.command;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words, path], { cwd: folder, env: { ...process.env, ...environment } });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ out, code: code ?? 1 }));
  });
}

function environmentFor(claims: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const { token, key } = service.ticketOf('brick', claims);
  const pem = String(key.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, 'key.pem'), pem, { mode: 0o600 });
  const publicPem = String(createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'public.pem'), publicPem);
  return {
    CLOISON_URL: service.url,
    ACCESS_TOKEN: token,
    PURPOSE: 'LETTING',
    QUERY: '{ tenants(first: 1) { nodes { surname } } }',
    KEY_FILE: join(folder, 'key.pem'),
    PUBLIC_KEY_FILE: join(folder, 'public.pem'),
  };
}

describe('the documented way to sign a request', () => {
  for (const sample of samples) {
    const [program, ...words] = sample.needs;
    const canRun = spawnSync(program, words, { stdio: 'ignore' }).status === 0;
    if (!canRun) process.stderr.write(`Not run: the sample in ${sample.language}, for lack of its tools.\n`);
    it.skipIf(!canRun)(`is answered in ${sample.language}, again and again`, async () => {
      const environment = environmentFor();
      for (let turn = 0; turn < 2; turn++) {
        const { out, code } = await run(sample, environment);
        expect([code, out.trim()]).toEqual([0, '{"data":{"tenants":{"nodes":[{"surname":"Quillfeather"}]}}}']);
      }
    });
    it.skipIf(!canRun)(`is refused in ${sample.language} with a token of another key`, async () => {
      const { out } = await run(sample, environmentFor({ cnf: { jkt: 'A'.repeat(43) } }));
      expect(out).toContain('PROOF_INVALID');
    });
  }
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDemoKeyring } from '../../src/demo/demoKeyring.js';

const home = mkdtempSync(join(tmpdir(), 'cloison-keyring-'));
const keys = join(home, 'keys.json');

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

describe("the demo's keyring", () => {
  it('is made once, and says that it is the demo’s', async () => {
    await openDemoKeyring(home);
    const text = readFileSync(keys, 'utf8');
    expect(text).toMatch(/"kid": "demo-/);
    await openDemoKeyring(home);
    expect(readFileSync(keys, 'utf8')).toBe(text);
  });

  it('that is damaged is named, with what to do, and left as it is', async () => {
    mkdirSync(home, { recursive: true });
    writeFileSync(keys, '{"keys": [');
    await expect(openDemoKeyring(home)).rejects.toMatchObject({
      code: 'KEYRING_INVALID',
      message: expect.stringMatching(/keys\.json: .* it is no JSON\..* delete .* to begin with new ones\./),
    });
    expect(readFileSync(keys, 'utf8')).toBe('{"keys": [');
  });

  it('is not made anew beside a store that was sealed with another', async () => {
    mkdirSync(join(home, 'postgres'), { recursive: true });
    await expect(openDemoKeyring(home)).rejects.toMatchObject({
      code: 'KEYRING_INVALID',
      message: expect.stringContaining('keys.json is gone'),
    });
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCli, cli } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-register-'));

beforeAll(buildCli);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('cloison register', () => {
  test('writes the record of a store to a file, in French, with who the controller is', async () => {
    const [out, controller] = [join(folder, 'registre.md'), join(folder, 'controller.yml')];
    writeFileSync(controller, "controller: { name: Foyers de l'Orme }\n");
    const words = ['register', 'test/fixtures/rental', '--language', 'fr', '--out', out, '--controller', controller];
    const { code, out: printed } = await cli(words);
    expect([code, printed]).toEqual([0, '']);
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('# Registre des activités de traitement (RGPD, art. 30, § 1)');
    expect(text).toContain("- Responsable du traitement: Foyers de l'Orme");
    expect(text).toContain('| LANDLORD | destinataire (art. 4, 9) |');
    expect(text).toContain('**à compléter : vers quels pays ou organisations');
  });

  test('prints for machines what it says', async () => {
    const { code, out } = await cli(['register', '--json']);
    const record = JSON.parse(out);
    expect(code).toBe(0);
    expect(record.activities.length).toBeGreaterThan(3);
    expect(record.measures.sealed).toBeGreaterThan(5);
    expect(record.measures.inClear).not.toContain('JobSeeker.nir');
  });

  test.each([
    [['--processor', 'LANDLORD'], /LANDLORD is no role whose party is PROCESSOR\. There is none\./],
    [['--controller', join(folder, 'nowhere.yml')], /nowhere\.yml: there is no such file\./],
    [['--language', 'de'], /Allowed choices are en, fr/],
  ])('is called wrongly with %j', async (words, message) => {
    const { code, err } = await cli(['register', 'test/fixtures/rental', ...words]);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

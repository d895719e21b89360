import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lendPackages, openWorkshop } from './workshop.js';
import type { Workshop } from './workshop.js';

describe('the build', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop('build.mjs');
    await lendPackages(workshop);
    await workshop.write('tsconfig.json', '{ "compilerOptions": { "verbatimModuleSyntax": true } }');
    await workshop.write(
      'src/cli/main.ts',
      "#!/usr/bin/env node\nimport { word } from '../word.js';\nconsole.log(word);\n",
    );
    await workshop.write('src/word.ts', "import type { X } from './x.js';\nexport const word: X = 'first';\n");
    await workshop.write('src/x.ts', 'export type X = string;\n');
    await workshop.write('src/sql/one.sql', 'SELECT 1;\n');
    await workshop.write('src/notes.md', 'not for dist\n');
  });
  afterEach(async () => {
    await workshop.remove();
  });

  const built = (file: string): Promise<string> => readFile(join(workshop.folder, 'dist', file), 'utf8');

  it('takes the types off, file by file, and copies SQL beside', async () => {
    expect(workshop.run()).toEqual({ code: 0, stdout: '', stderr: 'Built 4 files into dist/.\n' });
    expect(await built('cli/main.js')).toMatch(/^#!\/usr\/bin\/env node\nimport \{ word \} from "\.\.\/word\.js";/u);
    expect(await built('word.js')).not.toContain('import');
    expect(await built('sql/one.sql')).toBe('SELECT 1;\n');
    expect(await readdir(join(workshop.folder, 'dist'))).not.toContain('notes.md');
  });

  it('says and does nothing when nothing changed', () => {
    workshop.run();
    expect(workshop.run()).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('builds what changed and removes what has gone', async () => {
    workshop.run();
    await workshop.write('src/word.ts', "export const word = 'second time';\n");
    await rm(join(workshop.folder, 'src/x.ts'));
    expect(workshop.run().stderr).toBe('Built 1 files into dist/.\n');
    expect(await built('word.js')).toContain('second time');
    expect(await readdir(join(workshop.folder, 'dist'))).not.toContain('x.js');
  });

  it('builds everything again when the compiler options change', async () => {
    workshop.run();
    await workshop.write('tsconfig.json', '{ "compilerOptions": { "verbatimModuleSyntax": true, "strict": true } }');
    expect(workshop.run().stderr).toBe('Built 4 files into dist/.\n');
  });

  it('fails on what it cannot read, and tries again the next time', async () => {
    await workshop.write('src/word.ts', 'export const = ;\n');
    const failed = workshop.run();
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toContain('word.ts');
    await workshop.write('src/word.ts', "export const word = 'mended';\n");
    expect(workshop.run().stderr).toBe('Built 4 files into dist/.\n');
  });
});

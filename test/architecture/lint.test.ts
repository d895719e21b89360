import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './sources.js';

/** A defect that the linter must see; the first ones only a linter that knows the types can. */
const defects = [
  { rule: 'typescript(no-floating-promises)', code: 'export function f(): void {\n  Promise.resolve(1);\n}\n' },
  { rule: 'typescript(no-unsafe-return)', code: "export const f = (): string => JSON.parse('1');\n" },
  {
    rule: 'typescript(switch-exhaustiveness-check)',
    code: "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n  }\n}\n",
  },
  { rule: 'typescript(no-explicit-any)', code: 'export const f = (x: any): unknown => x;\n' },
  { rule: 'typescript(no-non-null-assertion)', code: 'export const f = (x?: string): string => x!;\n' },
  { rule: 'node(no-process-env)', code: "export const f = process.env['HOME'];\n" },
  { rule: 'import(no-default-export)', code: 'export default 1;\n' },
  { rule: 'oxc(no-barrel-file)', code: "export * from './other.js';\n" },
  { rule: 'eslint(no-console)', code: 'console.log(1);\nexport const f = 1;\n' },
  {
    rule: 'eslint(max-params)',
    code: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): unknown => [a, b, c, d, e];\n',
  },
] as const;

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

describe('the linter', () => {
  let folder: string;
  let report: Report;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloison-lint-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await Promise.all(
      ['.oxlintrc.json', 'tsconfig.json', 'package.json'].map((file) => cp(join(root, file), join(folder, file))),
    );
    const files = Object.fromEntries(defects.map(({ code }, index) => [`src/defect${index}.ts`, code]));
    const others = {
      'src/other.ts': 'export const other = 1;\n',
      'src/config.ts': "export const home = process.env['HOME'];\n",
    };
    for (const [file, code] of Object.entries({ ...files, ...others })) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), code);
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    report = JSON.parse(stdout) as Report;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const rulesAt = (file: string): string[] =>
    report.diagnostics.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code);

  it.each(defects.map(({ rule }, index) => ({ rule, file: `src/defect${index}.ts` })))(
    'sees $rule',
    ({ rule, file }) => {
      expect(rulesAt(file)).toContain(rule);
    },
  );

  it('lets the environment in by its one door', () => {
    expect(rulesAt('src/config.ts')).toEqual([]);
  });
});

/** The newcomer's guide, as written: its files, its commands, its output, from an empty folder on. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCli, finished, linesUntil } from '../cli/cli.js';
import { patternOf, stepsOf, unlaid } from './guidePage.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/guide.md'), 'utf8');
const typed = 'npm run -s cloison --';

let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloison-guide-'));
  await buildCli();
});
afterAll(async () => {
  for (const child of running) {
    child.kill('SIGINT');
    await finished(child);
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The reader is in a clone; this one types the built program in its place. */
function shell(text: string): ChildProcess {
  const commands = text.replaceAll(typed, `"${process.execPath}" "${root}/dist/cli/main.js"`);
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: '0' };
  const child = spawn('/bin/sh', ['-ec', text.includes('start --schema') ? `exec ${commands}` : commands], {
    cwd: folder,
    env,
  });
  child.stdin.end();
  return child;
}

async function follow(step: ReturnType<typeof stepsOf>[number], printed: string): Promise<string> {
  switch (step.kind) {
    case 'file':
      mkdirSync(join(folder, dirname(step.path)), { recursive: true });
      writeFileSync(join(folder, step.path), step.text);
      return '';
    case 'output':
      expect(unlaid(printed)).toMatch(patternOf(step.text));
      return '';
    case 'commands': {
      const child = shell(step.text);
      if (step.isBackground) {
        running.push(child);
        await linesUntil(child, (line) => line.includes('is ready at'));
        child.stdout?.resume();
        child.stderr?.resume();
        return '';
      }
      const { code, out, err } = await finished(child);
      expect([step.text, code, code === step.code ? '' : out + err]).toEqual([step.text, step.code, '']);
      return out + err;
    }
  }
}

it('leads from an empty folder to a served, explained and proved store', async () => {
  const steps = stepsOf(page);
  expect(steps.filter(({ kind }) => kind === 'commands').length).toBeGreaterThan(10);
  let printed = '';
  for (const step of steps) printed = await follow(step, printed);
  expect(readFileSync(join(folder, 'home/contracts/lender.graphql'), 'utf8')).not.toContain('allergic');
}, 300_000);

it('would fail where the page says what is not so', () => {
  expect(unlaid('2 roles, 2 types')).not.toMatch(patternOf('3 roles, … types'));
  expect(unlaid('2 roles, 2 types')).toMatch(patternOf('2 roles, … types'));
});

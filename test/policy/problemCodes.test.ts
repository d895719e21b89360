import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { problemCodes } from '../../src/policy/problemCodes.js';
import { problemMeanings } from '../../src/policy/problemMeanings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every problem is documented, in the words that tools list it by', () => {
  const documented = readFileSync(`${root}/docs/policy.md`, 'utf8');
  const lines = problemCodes.map((code) => `| \`${code}\` | ${problemMeanings[code]} |`);
  expect(lines.filter((line) => !documented.includes(line))).toEqual([]);
});

test('every problem is shown by a test', () => {
  const folder = `${root}/test/policy`;
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  const text = tests.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n');
  expect(problemCodes.filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
});

test('every law has its own test file, and so has what they share', () => {
  const laws = readdirSync(`${root}/src/policy/laws`).filter((name) => name !== 'laws.ts');
  const tests = readdirSync(`${root}/test/policy/laws`);
  expect(tests.toSorted()).toEqual(laws.map((name) => name.replace('.ts', '.test.ts')).toSorted());
});

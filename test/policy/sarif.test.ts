import { expect, test } from 'vitest';
import { z } from 'zod';
import { sarifOf } from '../../src/policy/sarif.js';
import { edited, problemsOf } from './harness.js';

/** A URI reference (RFC 3986) that a base can be put before: no scheme, no leading slash, nothing to be escaped. */
const relativeUri = z.string().regex(/^(?!\/)(?:[\w\-.~!$&'()*+,;=@/]|%[0-9A-Fa-f]{2})+$/);
const text = z.strictObject({ text: z.string().min(1) });
const fromOne = z.int().min(1);
const level = z.enum(['none', 'note', 'warning', 'error']);

/** What the published schema (OASIS, sarif-schema-2.1.0.json) says of the objects that we write: it allows no further property. */
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              help: text,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ uri: z.string().endsWith('/') })),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          message: text,
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z.strictObject({
                  artifactLocation: z.strictObject({ uri: relativeUri, uriBaseId: z.string() }),
                  region: z.strictObject({ startLine: fromOne, startColumn: fromOne }),
                }),
              }),
            )
            .min(1),
        }),
      ),
    }),
  ),
});

const problems = problemsOf(
  edited(['to: [TENANT])\n  TENANCY', 'to: [])\n  TENANCY'], ['role: TENANT, page: 10', 'role: TENANT, page: 0']),
);

function runOf(found: typeof problems): z.output<typeof sarifLog>['runs'][number] {
  const [run] = sarifLog.parse(sarifOf(found, { version: '1.2.3', folder: 'schema/' })).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

test('problems are written as the published schema of SARIF 2.1.0 has it', () => {
  const run = runOf(problems);
  expect(problems.length).toBeGreaterThan(1);
  expect(run.tool.driver).toMatchObject({ name: 'cloison', semanticVersion: '1.2.3' });
  expect(run.originalUriBaseIds).toEqual({ SCHEMA: { uri: 'schema/' } });
  expect(run.results).toHaveLength(problems.length);
});

test('a result names its rule, its place, what is wrong and what to write', () => {
  const { results, tool } = runOf(problems);
  for (const [at, problem] of problems.entries()) {
    const result = results[at];
    expect(tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe(problem.code);
    expect(result).toMatchObject({
      ruleId: problem.code,
      message: { text: `${problem.message} ${problem.remedy}` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: problem.file, uriBaseId: 'SCHEMA' },
            region: { startLine: problem.line, startColumn: problem.column },
          },
        },
      ],
    });
  }
});

test('each rule stands once, with what it means', () => {
  const { rules } = runOf(problems).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual([...new Set(problems.map(({ code }) => code))]);
  expect(rules.find(({ id }) => id === 'SPECIAL_UNSTATED')?.shortDescription.text).toBe(
    'A special category or an offence that names no role in `to`.',
  );
});

test('nothing wrong is a run without results, not an empty file', () => {
  expect(runOf([])).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
});

test('a file whose name is no URI is escaped', () => {
  const [problem] = problems;
  if (problem === undefined) throw new Error('no problem');
  expect(
    runOf([{ ...problem, file: 'types/the lease.graphql' }]).results[0]?.locations[0]?.physicalLocation,
  ).toMatchObject({ artifactLocation: { uri: 'types/the%20lease.graphql' } });
});

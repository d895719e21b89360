/** Problems as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the line. */
import type { PolicyProblem } from './problem.js';
import type { ProblemCode } from './problemCodes.js';
import { problemMeanings } from './problemMeanings.js';

export interface SarifSource {
  /** Version of this package. */
  readonly version: string;
  /** The folder of the schema as a URI that ends in a slash, relative or absolute: what files are relative to. */
  readonly folder: string;
}

/** One run, with a rule for each code that occurs; files stay relative to the folder, columns count UTF-16 as GraphQL does. */
export function sarifOf(problems: readonly PolicyProblem[], { version, folder }: SarifSource): unknown {
  const codes = [...new Set(problems.map(({ code }) => code))];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cloison', semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SCHEMA: { uri: folder } },
        results: problems.map((problem) => resultOf(problem, codes.indexOf(problem.code))),
      },
    ],
  };
}

function ruleOf(code: ProblemCode): unknown {
  const text = problemMeanings[code];
  return {
    id: code,
    shortDescription: { text },
    help: { text: `${text} Each result says what to write instead; docs/policy.md lists all.` },
    defaultConfiguration: { level: 'error' },
  };
}

function resultOf({ code, file, line, column, message, remedy }: PolicyProblem, ruleIndex: number): unknown {
  return {
    ruleId: code,
    ruleIndex,
    level: 'error',
    message: { text: `${message} ${remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file), uriBaseId: 'SCHEMA' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

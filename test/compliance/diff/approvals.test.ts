import { describe, expect, test } from 'vitest';
import { judgeApprovals } from '../../../src/compliance/diff/approval.js';
import { approvalTemplate, readApprovals } from '../../../src/compliance/diff/approvalFile.js';
import { comparePolicies } from '../../../src/compliance/diff/comparePolicies.js';
import { compiled } from '../../policy/harness.js';

const today = '2026-11-30';
const window = 'AGENCY reads Tenant.email for LETTING through lodger: within P1M → P3M';
const widened = comparePolicies(
  compiled(),
  compiled(['through: ["lodger"], within: "P1M")', 'through: ["lodger"], within: "P3M")'], ['page: 10', 'page: 20']),
);

function entry(fields: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({
    what: JSON.stringify(window),
    who: 'Agathe Morel',
    when: '2026-11-29',
    why: 'agencies write until the deposit is paid back',
    ...fields,
  });
  return `  - ${lines.map(([name, text]) => `${name}: ${text}`).join('\n    ')}\n`;
}

function approvalsIn(text: string): ReturnType<typeof judgeApprovals> {
  const reading = readApprovals(text, today);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return judgeApprovals(widened, reading.approvals);
}

describe('an approval', () => {
  test('answers for the widening that it names, and for no other', () => {
    const { widenings, stale } = approvalsIn(`approvals:\n${entry()}`);
    expect(widenings.map(({ approval }) => approval?.who)).toEqual(['Agathe Morel', undefined]);
    expect(stale).toEqual([]);
  });

  test('of another step of the same window answers for nothing, and is stale', () => {
    const other = window.replace('P3M', 'P2M');
    const { widenings, stale } = approvalsIn(`approvals:\n${entry({ what: JSON.stringify(other) })}`);
    expect(widenings.map(({ approval }) => approval)).toEqual([undefined, undefined]);
    expect(stale.map(({ what, line }) => [what, line])).toEqual([[other, 2]]);
  });

  test.each(['', '# nothing yet\n', 'approvals:\n', 'approvals: []\n'])('is in no file such as %j', (text) => {
    expect(readApprovals(text, today)).toEqual({ approvals: [] });
  });

  test('is a line of the template once it is filled in', () => {
    const template = approvalTemplate([window], { today, isContinued: false });
    expect(readApprovals(template, today)).toEqual({
      problems: [
        { line: 3, message: '"who" is missing or empty. Write the name of the person who approves.' },
        { line: 5, message: '"why" is missing or empty. Write the reason, in words that an auditor understands.' },
      ],
    });
    const filled = template.replace('who: ""', 'who: Agathe Morel').replace('why: ""', 'why: a reason');
    expect(approvalsIn(filled).widenings[0]?.approval?.when).toBe(today);
    expect(approvalTemplate([window], { today, isContinued: true })).not.toContain('approvals:');
  });
});

describe('a file of approvals is refused that', () => {
  test.each([
    ['is no YAML', 'approvals:\n  - what: "unclosed\n', /^is no YAML here/],
    ['is no list', 'approvals: yes\n', /^is no list of approvals/],
    ['has another heading', 'approved:\n', /^is no list of approvals/],
    ['holds no approval', 'approvals:\n  - whatever\n', /^is no approval/],
    ['names nobody', `approvals:\n${entry({ who: '""' })}`, /^"who" is missing or empty/],
    ['gives no reason', `approvals:\n${entry({ why: '"  "' })}`, /^"why" is missing or empty/],
    ['has no date', `approvals:\n${entry({ when: 'yesterday' })}`, /^"when" is no date/],
    ['has a day that never was', `approvals:\n${entry({ when: '2026-02-30' })}`, /^"when" is no date/],
    ['is of tomorrow', `approvals:\n${entry({ when: '2026-12-01' })}`, /^"when" is 2026-12-01, which is yet to come/],
    ['is older than the law', `approvals:\n${entry({ when: '2018-05-24' })}`, /^"when" is before 2018-05-25/],
    ['approves whatever', `approvals:\n${entry({ what: '"AGENCY reads *"' })}`, /^"what" holds a wildcard/],
    [
      'says something more',
      `approvals:\n${entry({ until: '2027-01-01' })}`,
      /^"until" is none of what, who, when, why/,
    ],
    ['says something twice', `approvals:\n${entry()}${entry()}`, /^approves again what line 2 approves/],
    ['names a field twice', `approvals:\n${entry()}    who: somebody else\n`, /^is no YAML here \(DUPLICATE_KEY\)/],
  ])('%s', (_title, text, message) => {
    const reading = readApprovals(text, today);
    expect(reading).toHaveProperty('problems');
    if (!('problems' in reading)) return;
    expect(reading.problems.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
    expect(reading.problems.every(({ line }) => line >= 1)).toBe(true);
  });

  test('and each problem stands at its line', () => {
    const text = `# who widens\napprovals:\n${entry()}${entry({ what: '"else"', when: '2030-01-01' })}`;
    expect(readApprovals(text, today)).toMatchObject({ problems: [{ line: 9 }] });
  });
});

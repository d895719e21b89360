import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoColleagues } from '../../src/demo/accounts.js';
import { machineOperations } from '../../src/demo/machineOperations.js';
import { readConnection } from './connection.js';
import { buildCli, cli, finished, linesUntil, startCli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = join(mkdtempSync(join(tmpdir(), 'cloison-start-')), 'data');
beforeAll(buildCli);
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

interface Demo {
  /** The lines until it was ready. */
  readonly greeting: readonly string[];
  stop(signal: NodeJS.Signals): Promise<Outcome>;
}

async function startDemo(env: Readonly<Record<string, string>> = { PORT: '0' }): Promise<Demo> {
  const child = startCli(['start', '--data', folder], { env });
  const outcome = finished(child);
  const greeting = await linesUntil(child, (line) => line === 'Ctrl-C stops it.');
  return {
    greeting,
    stop: (signal) => {
      child.kill(signal);
      return outcome;
    },
  };
}

/** The command to paste, as the words that a shell makes of it. */
function pastedWords(greeting: readonly string[]): string[] {
  const [, plain = '', document = ''] =
    /npm run -s cloison -- (.*) '(.*)'$/.exec(
      greeting
        .join('\n')
        .split('\n')
        .find((line) => line.includes('cloison --')) ?? '',
    ) ?? [];
  return [...plain.split(' '), document];
}

describe('npm start', () => {
  it('says where it is, answers the query that it says to paste, and ends cleanly on Ctrl-C', async () => {
    const demo = await startDemo();
    expect(demo.greeting.find((line) => line.startsWith('Cloison'))).toMatch(
      /^Cloison is ready at http:\/\/127\.0\.0\.1:\d+\/graphql \(.*\d+ rows of invented persons/,
    );
    const { code, out } = await cli(pastedWords(demo.greeting));
    expect(code).toBe(0);
    const { data } = JSON.parse(out) as { data: { jobSeekers: { nodes: { usedName: string }[] } } };
    expect(data.jobSeekers.nodes.map(({ usedName }) => typeof usedName)).toEqual(['string', 'string']);
    expect(await demo.stop('SIGINT')).toMatchObject({ code: 0, out: '' });
    expect((await cli(pastedWords(demo.greeting))).err).toBe(
      `cloison: No demo runs on ${folder}. Start one with: npm start\n`,
    );
  });

  it('starts again on the same data, and ends cleanly when a supervisor says so', async () => {
    const demo = await startDemo();
    expect(demo.greeting.join('\n')).toContain('the data of the last time');
    expect(demo.greeting.join('\n'), 'no library has a remark').not.toMatch(/warning|notice|deprecat/i);
    const { out } = await cli(['query', '--data', folder, '--as', 'dpo', '{ me { role } }']);
    expect(JSON.parse(out)).toEqual({ data: { me: { role: 'COMPLIANCE' } } });
    const list = (first: number): string => `{ jobSeekers(first: ${first}) { nodes { id } } }`;
    const newcomer = ['query', '--data', folder, '--as', demoColleagues.newcomer.name];
    const refused = JSON.parse((await cli([...newcomer, list(20)])).out) as unknown;
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'IN_QUARANTINE' } }] });
    expect((await cli([...newcomer, list(2)])).code, 'a few rows').toBe(0);
    const machine = ['query', '--data', folder, '--as', demoColleagues.machine.name];
    expect((await cli([...machine, list(2)])).code, 'it is not registered').toBe(1);
    expect((await cli([...machine, machineOperations[0]?.document ?? ''])).code).toBe(0);
    const second = await cli(['start', '--data', folder], { env: { PORT: '0' } });
    expect(second.err).toMatch(/already runs on .*: is another npm start running here\?/);
    expect((await cli(['token', '--data', folder, '--as', 'dpo'])).code, 'the first one is still found').toBe(0);
    expect(await demo.stop('SIGTERM')).toMatchObject({ code: 0, out: '' });
  });

  it('that is stopped while it starts ends cleanly too', async () => {
    const child = startCli(['start', '--data', folder], { env: { PORT: '0' } });
    const outcome = finished(child);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGINT');
    expect((await outcome).code === 0 || (await outcome).code === null).toBe(true);
    expect(await readConnection(folder)).toBe('refused');
  });

  it('names a port that is taken, and leaves nothing behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await cli(['start', '--data', folder], { env: { PORT: String(port) } });
    other.close();
    expect([code, err]).toEqual([
      1,
      `cloison: CONFIG_INVALID PORT: 127.0.0.1:${port} is taken. Write another port, or 0 for a free one.\n`,
    ]);
    expect(await readConnection(folder)).toBe('refused');
  });

  it('names every wrong setting before it starts anything', async () => {
    const { code, err } = await cli(['start', '--data', folder], { env: { PORT: 'x', DATABASE_URL: 'hunter2' } });
    expect(code).toBe(1);
    expect(err).toMatch(/DATABASE_URL is no PostgreSQL address[^]*PORT is no number/);
    expect(err).not.toContain('hunter2');
  });
});

describe('cloison demo and import', () => {
  const file = join(folder, '..', 'people.csv');

  it('writes as many people as asked for, the same ones each time', async () => {
    const words = ['demo', '--people', '50', '--today', '2026-03-01', '--seed', '7'];
    const [one, same, other] = await Promise.all([cli(words), cli(words), cli([...words.slice(0, -1), '8'])]);
    expect([one.code, one.err]).toEqual([0, '']);
    expect(one.out.split('\n').filter((line) => line.startsWith('JobSeeker,'))).toHaveLength(50);
    expect(same.out).toBe(one.out);
    expect(other.out).not.toBe(one.out);
    const { out } = await cli([...words, '--format', 'ndjson']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { __typename: string }).__typename)
        .filter((name) => name === 'JobSeeker'),
    ).toHaveLength(50);
  });

  it.each([['0'], ['-1'], ['1e3'], ['10000001'], ['many']])('is called wrongly for %s people', async (people) => {
    const { code, err } = await cli(['demo', `--people=${people}`]);
    expect([code, err]).toEqual([2, expect.stringContaining('It is no number from 1 to 10000000.')]);
  });

  it('takes no day that the calendar has not', async () => {
    const { code, err } = await cli(['demo', '--people', '1', '--today', '2026-02-31']);
    expect([code, err]).toEqual([2, expect.stringContaining('It is no day, such as 2026-01-31.')]);
  });

  it('loads a file into the store of the demo, says what it rejected, and does not load it twice', async () => {
    const { out } = await cli(['demo', '--people', '200', '--beside-demo']);
    const rows = out.trim().split('\r\n').length - 1;
    writeFileSync(file, `${out}NoSuchType,x\r\n`);
    const first = await cli(['import', file, '--demo', folder, '--json']);
    const report = JSON.parse(first.out) as {
      rowsLoaded: number;
      rowsRejected: number;
      isFinished: boolean;
      rejectsPath: string;
    };
    expect(first.code).toBe(1);
    expect(report).toMatchObject({
      isFinished: true,
      rejectsPath: `${file}.rejects.csv`,
      rowsLoaded: rows,
      rowsRejected: 1,
    });
    expect(readFileSync(report.rejectsPath, 'utf8')).toMatch(/^line,column,code,rule\n/);
    const again = await cli(['import', file, '--demo', folder]);
    expect([again.code, again.err]).toEqual([
      1,
      expect.stringMatching(/^cloison: IMPORT_INVALID this file was imported already/),
    ]);
  });

  it('names the settings that a store other than the demo needs', async () => {
    const { code, err } = await cli(['import', file]);
    expect(code).toBe(1);
    expect(err).toMatch(/DATABASE_URL is not set[^]*CLOISON_KEYS is not set[^]*add --demo/);
  });

  it.each([[['import']], [['import', 'x.csv', '--batch', '0']], [['import', 'x.csv', '--batch', 'many']]])(
    'is called wrongly as %j',
    async (words) => {
      expect((await cli(words)).code).toBe(2);
    },
  );
});

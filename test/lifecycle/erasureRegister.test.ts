/** The register as a file: what follows, what does not, and what is left of a write that fails. */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyHead, ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import type { ErasureOrder } from '../../src/lifecycle/registerLine.js';
import { newVault } from '../support/rental.js';
import { orla, silas, wren } from '../support/rentalRows.js';

const chain = newVault().erasures;
const folder = mkdtempSync(join(tmpdir(), 'cloison-register-'));
let number = 0;
let path: string;
let register: ErasureRegister;

const order = (person: string): ErasureOrder => ({
  type: 'Tenant',
  person,
  at: '2024-06-01T10:00:00.123456Z',
  why: 'RIGHT',
  actors: ['operator:alice', 'operator:bert'],
});
const add = (...persons: readonly string[]): void => register.append(register.prepare(persons.map(order)));
const opened = (): ErasureRegister => new ErasureRegister(path, chain);
const lines = (): readonly string[] => readFileSync(path, 'utf8').trim().split('\n');

beforeEach(() => {
  path = join(folder, `${++number}.ndjson`);
  register = opened();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the register', () => {
  it('gives back what was added, to whoever has erased less', () => {
    add(orla, silas);
    const head = register.last;
    add(wren);
    expect(
      opened()
        .after(emptyHead)
        .map(({ person }) => person),
    ).toEqual([orla, silas, wren]);
    expect(
      opened()
        .after(head)
        .map(({ person, line }) => [person, line]),
    ).toEqual([[wren, 3]]);
    expect(opened().after(opened().after(head)[0] ?? head)).toEqual([]);
  });

  it('names persons by their ids, and is its owner’s alone', () => {
    add(orla);
    expect(Object.keys(JSON.parse(lines()[0] ?? '') as object)).toEqual([
      'line',
      'at',
      'type',
      'person',
      'why',
      'actors',
      'mac',
    ]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('sees what another process has added since it was opened', () => {
    add(orla);
    const other = opened();
    other.after(emptyHead);
    other.append(other.prepare([order(silas)]));
    expect(register.after(emptyHead)).toHaveLength(2);
  });

  it('passes over a line that a crash cut off, and writes over it', () => {
    add(orla);
    appendFileSync(path, '{"line":2,"at":"20');
    const other = opened();
    expect(other.after(emptyHead)).toHaveLength(1);
    other.append(other.prepare([order(silas)]));
    expect(
      opened()
        .after(emptyHead)
        .map(({ person }) => person),
    ).toEqual([orla, silas]);
  });
});

describe('a register is refused', () => {
  const rewrite = (change: (before: string[]) => readonly string[]): void =>
    writeFileSync(
      path,
      change([...lines()])
        .map((line) => `${line}\n`)
        .join(''),
    );
  it.each([
    ['whose lines were swapped', (): void => rewrite((before) => before.toReversed()), /line 1 does not follow/],
    ['that lost its first line', (): void => rewrite((before) => before.slice(1)), /line 1 does not follow/],
    [
      'that lost one between',
      (): void => rewrite(([first = '', , third = '']) => [first, third]),
      /line 2 does not follow/,
    ],
    ['that lost its last line', (): void => rewrite((before) => before.slice(0, 2)), /has 2 lines, and 3 erasures/],
    ['that lost all', (): void => writeFileSync(path, ''), /has 0 lines, and 3 erasures/],
    ['that is gone', (): void => rmSync(path), /has 0 lines, and 3 erasures/],
    [
      'with another person in it',
      (): void => rewrite((before) => before.map((line) => line.replace(silas, wren))),
      /line 2 does not/,
    ],
    [
      'with another spelling of a line',
      (): void => rewrite((before) => before.map((line) => line.replace('{', '{ '))),
      /line 1 does not/,
    ],
    ['with a line twice', (): void => rewrite((before) => [...before, before.at(-1) ?? '']), /line 4 does not follow/],
    [
      'with a line that has no MAC of its own',
      (): void =>
        rewrite((before) => [...before, (before[2] ?? '').replace('"line":3', '"line":4').replace(wren, orla)]),
      /line 4 does not follow/,
    ],
    ['with what is no line', (): void => appendFileSync(path, 'null\n'), /line 4 does not follow/],
  ])('%s', (_title, harm, message) => {
    add(orla, silas, wren);
    const head = register.last;
    harm();
    expect(() => opened().after(head)).toThrow(expect.objectContaining({ code: 'ERASURE_REGISTER_INVALID' }) as Error);
    expect(() => opened().after(head)).toThrow(message);
    expect(() => opened().after(head)).toThrow(/Put back the register/);
  });

  it('of another store', () => {
    add(orla);
    const other = new ErasureRegister(path, newVault().erasures);
    expect(() => other.after(emptyHead)).toThrow(/another store's/);
  });

  it('of this store that ends otherwise than the database', () => {
    add(orla, silas);
    const head = register.last;
    rmSync(path);
    register = opened();
    add(orla, wren);
    expect(() => opened().after(head)).toThrow(/its line 2 is not the one/);
  });

  it('that becomes shorter, or goes, while it is open', () => {
    add(orla, silas);
    writeFileSync(path, `${lines()[0] ?? ''}\n`);
    expect(() => register.after(emptyHead)).toThrow(/become shorter/);
    rmSync(path);
    expect(() => register.after(emptyHead)).toThrow(/it is gone/);
  });

  it('that is a folder', () => {
    mkdirSync(path);
    expect(() => register.after(emptyHead)).toThrow(/it is a folder/);
  });
});

describe('a register that takes no line', () => {
  it.each([
    ['no space is left', '/dev/full', /ENOSPC/],
    ['its folder is not there', join(folder, 'nowhere', 'erasures'), /ENOENT\)\. Nothing was erased\./],
  ])('says so when %s, and what to do', (_title, full, message) => {
    const broken = new ErasureRegister(full, chain);
    const attempt = (): void => broken.append(broken.prepare([order(orla)]));
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERASURE_REGISTER_UNWRITABLE' }) as Error);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(/call the same command again/);
  });
});

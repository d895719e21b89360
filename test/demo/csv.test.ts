import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../src/demo/world/csv.js';
import { ndjsonLines } from '../../src/demo/world/ndjson.js';
import { world } from '../../src/demo/world/world.js';

const options = { people: 400, today: '2026-03-01' };

describe('the CSV of a generated store', () => {
  it('holds what the NDJSON holds, in dotted columns', () => {
    const fromCsv = parse<Record<string, string>>([...csvLines(world(options))].join(''), { columns: true });
    const fromJson = [...ndjsonLines(world(options))].map((line) => flatten(JSON.parse(line)));
    expect(fromCsv.map((row) => Object.fromEntries(Object.entries(row).filter(([, text]) => text !== '')))).toEqual(
      fromJson,
    );
  });

  it('begins with the type, and has what is about no person before the people', () => {
    const [header = '', ...lines] = [...csvLines(world(options))];
    expect(header).toMatch(/^__typename,id,/);
    const types = lines.map((line) => line.slice(0, line.indexOf(',')));
    expect(types.indexOf('JobSeeker')).toBe(types.length - options.people);
  });

  it('quotes what would break a row', () => {
    const [, line] = [...csvLines([{ __typename: 'Organisation', id: 'x', name: 'A "B", C\r\nD' }])];
    expect(line).toMatch(/^Organisation,x,"A ""B"", C\r\nD",,/);
  });

  it('refuses a row with two children of one list', () => {
    const row = { __typename: 'JobSeeker', id: 'x', enrolments: [{ id: 'a' }, { id: 'b' }] };
    expect(() => [...csvLines([row])]).toThrow('a CSV row holds one child of a list at most');
  });
});

function flatten(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value))
    return Object.assign({}, ...value.map((member) => flatten(member, path))) as Record<string, string>;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, member]) =>
      flatten(member, path === '' ? name : `${path}.${name}`),
    );
    return Object.assign({}, ...entries) as Record<string, string>;
  }
  return { [path]: String(value) };
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { employmentIdentifier } from '../../src/demo/world/identifiers.js';
import type { RowObject } from '../../src/demo/world/rows.js';
import { trainingSizes } from '../../src/demo/world/trainingSizes.js';
import { people, world } from '../../src/demo/world/world.js';
import { compiled, storeFolder } from '../support/policies.js';

const today = '2026-03-01';
const sample = [...people({ people: 20_000, today })];

describe('a generated store', () => {
  it('is the same at each run, and another for another seed', () => {
    const options = { people: 300, today };
    expect([...world(options)]).toEqual([...world(options)]);
    expect([...people({ ...options, seed: 2 })]).not.toEqual([...people(options)]);
  });

  it('writes the same person whoever else is in the store', () => {
    const names = (count: number): unknown =>
      [...people({ people: count, today })].slice(0, 50).map((row) => [row.id, row['birthName'], row['nir']]);
    expect(names(100)).toEqual(names(5000));
  });

  it('gives each row its own id and each person its own identifier', () => {
    const rows = [...world({ people: 5000, today })];
    const ids = rows.flatMap((row) => [row.id, ...childrenOf(row).map((child) => text(child['id']))]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
    expect(new Set(sample.map((row) => row['identifier'])).size).toBe(sample.length);
  });

  it('refers to rows that came before, and to nothing else', () => {
    const seen = new Set<unknown>();
    for (const row of world({ people: 2000, today })) {
      const named = [row, ...childrenOf(row)].flatMap(relationsOf);
      expect(named.filter((id) => !seen.has(id))).toEqual([]);
      seen.add(row.id);
    }
  });

  it('uses no field that the schema has not', () => {
    const policy = compiled(storeFolder);
    for (const row of world({ people: 200, today })) {
      expect(unknownFields(policy.types, row.__typename, row)).toEqual([]);
    }
  });

  it('holds no more of 50,000 people than of 5,000', () => {
    const heapAfter = (count: number): number => {
      consume(count);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    heapAfter(5000);
    const small = heapAfter(5000);
    expect(heapAfter(50_000) - small).toBeLessThan(8_000_000);
  });
});

describe('the people', () => {
  it('share surnames as France does: a few names are common, most are rare', () => {
    const counts = countsOf(sample.map((row) => text(row['birthName'])));
    const [first = 0, second = 0] = counts;
    expect(first).toBeGreaterThan(second);
    expect(first / sample.length).toBeGreaterThan(0.003);
    expect(first / sample.length).toBeLessThan(0.01);
    const common = counts.slice(0, 100).reduce((sum, count) => sum + count, 0);
    expect(common / sample.length).toBeGreaterThan(0.1);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(1000);
  });

  it('bear the given names of their generation', () => {
    const born = (name: string): readonly number[] =>
      sample.filter((row) => row['givenNames'] === name).map((row) => Number(text(row['birthDate']).slice(0, 4)));
    expect(average(born('Enzo'))).toBeGreaterThan(average(born('Stéphane')) + 15);
  });

  it('live where France lives', () => {
    const homes = sample.flatMap((row) => (isObject(row['address']) ? [row['address']] : []));
    const paris = homes.filter(({ city }) => city === 'Paris').length / homes.length;
    expect(paris).toBeGreaterThan(0.02);
    expect(paris).toBeLessThan(0.05);
    expect(homes.every(({ postcode }) => /^\d{5}$/.test(text(postcode)))).toBe(true);
    expect(homes.some(({ postcode }) => text(postcode).startsWith('974'))).toBe(true);
    expect(homes.length).toBeLessThan(sample.length);
  });

  it('are some of them born on a day that nobody knows', () => {
    const dates = sample.map((row) => text(row['birthDate']));
    expect(dates.every((date) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(date))).toBe(true);
    expect(dates.filter((date) => date.length === 4).length).toBeGreaterThan(20);
    expect(dates.filter((date) => date.length === 7).length).toBeGreaterThan(20);
    expect(dates.every((date) => date.length < 10 || new Date(date).toISOString().startsWith(date))).toBe(true);
  });

  it('have numbers of the right form that belong to nobody', () => {
    const nir = new RegExp(patternOf('JobSeeker', 'nir'));
    const numbers = sample.flatMap((row) => (row['nir'] === undefined ? [] : [text(row['nir'])]));
    expect(numbers.filter((number) => !nir.test(number))).toEqual([]);
    expect(numbers.filter((number) => isValidNir(number))).toEqual([]);
    expect(numbers.filter((number) => /^[78]/.test(number)).length).toBeGreaterThan(50);
    const identifier = new RegExp(patternOf('JobSeeker', 'identifier'));
    expect(sample.filter((row) => !identifier.test(text(row['identifier'])))).toEqual([]);
    expect(new Set(sample.map((row) => text(row['identifier']).length))).toEqual(new Set([8, 9, 11]));
  });

  it('can be reached by nobody: reserved domains and numbers kept for fiction', () => {
    const emails = sample.flatMap((row) => (row['email'] === undefined ? [] : [text(row['email'])]));
    expect(emails.filter((email) => !/^[a-z0-9.-]+@example\.(org|net|com)$/.test(email))).toEqual([]);
    const phones = sample.flatMap((row) => (row['phone'] === undefined ? [] : [text(row['phone'])]));
    const fiction =
      /^\+(33(63998|19900|26191|35301|46571|53649)\d{4}|120255501\d\d|493023125\d{3}|467017406\d\d|6149157015\d)$/;
    expect(phones.filter((phone) => !fiction.test(phone))).toEqual([]);
    expect(phones.some((phone) => !phone.startsWith('+33'))).toBe(true);
  });

  it('are linked by dates that follow one another', () => {
    for (const row of sample) {
      for (const { referredOn, startedOn, endedOn } of listOf(row, 'enrolments')) {
        expect(text(referredOn) <= today).toBe(true);
        if (startedOn !== undefined) expect(text(referredOn) < text(startedOn)).toBe(true);
        if (endedOn !== undefined) expect(text(startedOn) <= text(endedOn) && text(endedOn) <= today).toBe(true);
      }
      for (const { startsOn, endsOn } of listOf(row, 'accompaniments')) {
        if (endsOn !== undefined) expect(text(startsOn) <= text(endsOn)).toBe(true);
      }
      expect((row['status'] === 'DEREGISTERED') === (row['deregisteredOn'] !== undefined)).toBe(true);
    }
  });
});

describe('the training organisations', () => {
  it('have from 5,000 trainees down to one, by a Zipf law, and take exactly the trainees there are', () => {
    const sizes = trainingSizes(85_000);
    expect(sizes[0]).toBe(5000);
    expect(sizes[9]).toBe(Math.floor(5000 / 10 ** 0.9));
    expect(Math.min(...sizes)).toBe(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(85_000);
  });

  it.each([0, 1, 7, 250, 5000, 400_000])('take %i trainees', (trainees) => {
    const sizes = trainingSizes(trainees);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(trainees);
    expect(sizes.every((size) => size >= 1 && size <= 5000)).toBe(true);
  });
});

describe('an identifier', () => {
  it('is no other index’s, up to the size of the country', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 45_000_000; index += 397) seen.add(employmentIdentifier(index));
    expect(seen.size).toBe(Math.ceil(45_000_000 / 397));
  });
});

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function consume(count: number): number {
  let made = 0;
  for (const row of people({ people: count, today })) made += row.id === '' ? 0 : 1;
  return made;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function childrenOf(row: RowObject): readonly RowObject[] {
  return Object.keys(row).flatMap((name) => listOf(row, name));
}

function listOf(row: RowObject, name: string): readonly RowObject[] {
  const value = row[name];
  return Array.isArray(value) ? (value as readonly RowObject[]) : [];
}

function isObject(value: unknown): value is RowObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const relations = [
  'organisation',
  'training',
  'establishment',
  'session',
  'subcontractor',
  'funder',
  'unit',
  'employer',
  'enrolment',
];

function relationsOf(row: RowObject): readonly unknown[] {
  return relations.flatMap((name) => (row[name] === undefined ? [] : [row[name]]));
}

function unknownFields(types: ReturnType<typeof compiled>['types'], type: string, row: RowObject): readonly string[] {
  const model = types.get(type);
  return Object.entries(row).flatMap(([name, value]) => {
    if (name === '__typename' || name === 'id') return [];
    const field = model?.fields.get(name);
    if (field === undefined) return [`${type}.${name}`];
    if (field.kind === 'list') return listOf(row, name).flatMap((child) => unknownFields(types, field.target, child));
    if (field.kind === 'embedded' && isObject(value))
      return Object.keys(value).filter((member) => !field.members.includes(member));
    return [];
  });
}

function patternOf(type: string, path: string): string {
  const field = compiled(storeFolder).types.get(type)?.fields.get(path);
  return field?.kind === 'value' ? (field.pattern ?? '') : '';
}

/** 97 minus the remainder by 97; 2A counts as 19, 2B as 18. */
function isValidNir(number: string): boolean {
  const body = BigInt(number.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97n - (body % 97n) === BigInt(number.slice(13));
}

function countsOf(words: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts.values()].toSorted((one, other) => other - one);
}

function average(numbers: readonly number[]): number {
  expect(numbers.length).toBeGreaterThan(5);
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

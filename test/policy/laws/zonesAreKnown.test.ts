import { expect, test } from 'vitest';
import type { SchemaSource } from '../../../src/policy/read/storeSchema.js';
import { edited, problemsOf, refuses } from '../harness.js';

refuses([
  {
    title: 'a store lives in one zone at least',
    edits: [['@zones(of: ["Europe/Paris", "Indian/Reunion"])', '@zones(of: [])']],
    code: 'ZONES_MISSING',
    at: '‸@zones(of: [])',
    message: 'The store lives in no zone, so that no date has an end.',
  },
  {
    title: 'a zone is one of the IANA database',
    edits: [['"Indian/Reunion"', '"Europe/Grenoble"']],
    code: 'ZONE_UNKNOWN',
    at: 'of: ‸["Europe/Paris", "Europe/Grenoble"]',
    message: '"Europe/Grenoble" is no zone.',
  },
  {
    title: 'an offset is no zone: it has no summer',
    edits: [['"Indian/Reunion"', '"+04:00"']],
    code: 'ZONE_UNKNOWN',
    at: 'of: ‸["Europe/Paris", "+04:00"]',
    message: '"+04:00" is no zone.',
  },
]);

const zoned = (zone: string): readonly SchemaSource[] => edited(['"Indian/Reunion"', `"${zone}"`]);

test.each(['UTC', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince', 'Etc/GMT+4'])('%s is a zone', (zone) => {
  expect(problemsOf(zoned(zone))).toEqual([]);
});

test.each(['CET', 'GMT', 'europe/Paris', 'Europe/paris', ' Europe/Paris', 'Europe/Paris ', 'Europe/', '/Paris', ''])(
  '%j is no zone: one of the two languages would read it otherwise, or not at all',
  (zone) => {
    expect(problemsOf(zoned(zone)).map(({ code, message }) => [code, message])).toEqual([
      ['ZONE_UNKNOWN', `"${zone}" is no zone.`],
    ]);
  },
);

test('a store without zones is refused', () => {
  const problems = problemsOf(edited(['  @zones(of: ["Europe/Paris", "Indian/Reunion"])\n', '']));
  expect(problems).toMatchObject([{ code: 'ZONES_MISSING', file: 'policy', line: 1, column: 1 }]);
});

test('zones stated twice are refused', () => {
  const zones = '@zones(of: ["Europe/Paris", "Indian/Reunion"])';
  expect(problemsOf(edited([zones, `${zones}\n  @zones(of: ["UTC"])`]))).toMatchObject([{ code: 'SDL_INVALID' }]);
});

/** The store of `npm start`: invented persons in the importer's shape, the same at each run for one `today`. */
import { castRows, castSeed } from '../cast.js';
import { dateOf, dayOf } from '../world/days.js';
import { drawPerson } from '../world/person.js';
import type { DemoRow } from '../world/rows.js';
import { Links } from './links.js';
import type { Scene } from './scene.js';
import { scenes } from './scenes.js';
import { sessionRows } from './sessions.js';

/** `today` is `2026-01-31`: every date of the store is relative to it. */
export function* demoStore(today: string): Generator<DemoRow> {
  const day = dayOf(today);
  yield* castRows();
  yield* sessionRows(day);
  const links = new Links(day);
  let index = 0;
  for (const scene of scenes) {
    for (let position = 0; position < scene.count; position++)
      yield personRow(scene, position, { index: index++, day, links });
  }
}

/** How many persons each account reads on the store's first day, those of a window included. */
export const demoCaseloads: Readonly<Record<string, number>> = Object.freeze({
  'formation-isere': 240,
  'formation-nord': 5000,
  'formation-drome': 29,
  'conseiller-grenoble': 210,
  'cap-emploi-isere': 40,
  'mission-locale-grenoble': 60,
  'employeur-alpes': 17,
  'region-aura': 60,
  dpo: 0,
  'camille-exemple': 1,
});

interface Place {
  readonly index: number;
  readonly day: number;
  readonly links: Links;
}

function personRow(scene: Scene, position: number, { index, day, links }: Place): DemoRow {
  const year = Number(dateOf(day).slice(0, 4));
  const { person } = drawPerson({ seed: castSeed, firstIdentifier: 0, year }, index, scene.wish);
  const { accompaniments, enrolments = [], attendances = [], applications = [] } = scene.linksOf(links, position);
  return {
    __typename: 'JobSeeker',
    ...person,
    ...scene.fieldsOf?.(position, year),
    status: 'REGISTERED',
    registeredOn: dateOf(day - 720),
    deregisteredOn: undefined,
    accompaniments,
    enrolments,
    attendances,
    applications,
  };
}

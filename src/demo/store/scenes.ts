/** Who is in the demo's store. What each account reads of it follows from these counts and links: see demoCaseloads. */
import type { PersonWish } from '../world/person.js';
import type { RowObject } from '../world/rows.js';
import type { Links } from './links.js';
import { notableFields, notablePositions } from './notablePersons.js';
import type { Linked, Scene } from './scene.js';
import { demoSession, monthsOfAttendance, placesOfIsere, placesOfNord } from './sessions.js';

const isere: PersonWish = { department: '38' };
const drome: PersonWish = { department: '26' };
const sharedTrainees = notablePositions.lastShared - notablePositions.firstShared + 1;

export const scenes: readonly Scene[] = Object.freeze([
  { name: 'trainees of Isère', count: 240, wish: isere, linksOf: isereTrainee, fieldsOf: notableFields },
  past('ended too long ago', (links) => links.endedEnrolment(demoSession('isere', 15), -120)),
  past('not the person who was meant', (links) =>
    links.openReferral(demoSession('isere', 15), -40, { wrongPersonOn: links.date(-5) }),
  ),
  past('objected', (links) => links.openReferral(demoSession('isere', 15), -40, { objectionOn: links.date(-5) })),
  past('referred longer ago than any link lasts', (links) =>
    links.openReferral(demoSession('isere', 15), links.monthsAgo(22)),
  ),
  past('to be referred next week', (links) => links.openReferral(demoSession('isere', 15), 7)),
  { name: 'trainees of Drôme', count: 12, wish: drome, linksOf: dromeTrainee },
  { name: 'left Drôme within the window', count: 2, wish: drome, linksOf: dromeLeaver },
  { name: 'accompanied in Grenoble', count: 80, wish: isere, linksOf: accompanied },
  {
    name: 'accompanied by the Cap emploi',
    count: 40,
    wish: isere,
    fieldsOf: () => ({ disabilityRecognised: true }),
    linksOf: (links) => ({
      accompaniments: [links.accompaniment({ adviser: 'cap-emploi-isere', unit: 'capEmploi', from: -150 })],
    }),
  },
  {
    name: 'accompanied by the Mission locale',
    count: 60,
    wish: { department: '38', age: 20 },
    linksOf: (links) => ({ accompaniments: [links.accompaniment({ unit: 'missionLocale', from: -100 })] }),
  },
  { name: 'trainees of Nord', count: 5000 - sharedTrainees, wish: { department: '59' }, linksOf: nordTrainee },
]);

function isereTrainee(links: Links, position: number): Linked {
  const session = Math.floor(position / placesOfIsere);
  const enrolment = links.enrolment(demoSession('isere', session));
  const isShared = position >= notablePositions.firstShared && position <= notablePositions.lastShared;
  const adviser = position < 150 ? 'conseiller-grenoble' : 'conseiller-voiron';
  return {
    accompaniments: [links.accompaniment({ adviser, unit: 'employment', from: -200 })],
    enrolments: isShared ? [enrolment, links.enrolment(demoSession('nord', 0))] : [enrolment],
    attendances: session < 6 ? monthsOfAttendance.map((months) => links.attendance(enrolment, months)) : [],
    applications: position < 5 ? [links.application(-20)] : [],
  };
}

/** Somebody whom formation-isere must not read: not any more, not yet, or never. */
function past(name: string, enrolment: (links: Links) => RowObject): Scene {
  return {
    name,
    count: 1,
    wish: isere,
    linksOf: (links) => ({
      accompaniments: [links.accompaniment({ adviser: 'conseiller-voiron', unit: 'employment', from: -700 })],
      enrolments: [enrolment(links)],
    }),
  };
}

function dromeTrainee(links: Links, position: number): Linked {
  return {
    accompaniments: [links.accompaniment({ adviser: 'conseiller-valence', unit: 'employment', from: -200 })],
    enrolments: [links.enrolment(demoSession('drome', position % 2))],
  };
}

/** One left ten days ago, one before the month in which an e-mail address is still read. */
function dromeLeaver(links: Links, position: number): Linked {
  return {
    accompaniments: [links.accompaniment({ adviser: 'conseiller-valence', unit: 'employment', from: -200 })],
    enrolments: [links.endedEnrolment(demoSession('drome', 0), position === 0 ? -10 : -45)],
  };
}

function nordTrainee(links: Links, position: number): Linked {
  const adviser = `conseiller-lille-${String(Math.floor(position / 250) + 1).padStart(2, '0')}`;
  return {
    accompaniments: [links.accompaniment({ adviser, unit: 'employment', from: -300 })],
    enrolments: [links.enrolment(demoSession('nord', Math.floor(position / placesOfNord)))],
  };
}

function accompanied(links: Links, position: number): Linked {
  return { accompaniments: portfolio(links, position), applications: applications(links, position) };
}

/** Fifty of conseiller-grenoble's own; thirty of a colleague's, ten of whom it covers now and one whom it covered till lately. */
function portfolio(links: Links, position: number): readonly RowObject[] {
  const own = links.accompaniment({
    adviser: position < 50 ? 'conseiller-grenoble' : 'conseiller-voiron',
    unit: 'employment',
    from: -250,
  });
  const cover = { adviser: 'conseiller-grenoble', unit: 'employment' } as const;
  if (position >= 50 && position < 60) return [own, links.accompaniment({ ...cover, from: -3, until: 60 })];
  if (position === 60) return [own, links.accompaniment({ ...cover, from: -20, until: -3 })];
  return [own];
}

/** Ten open ones, two decided within the window, one decided before it, one withdrawn. */
function applications(links: Links, position: number): readonly RowObject[] {
  if (position < 10) return [links.application(-30 - position)];
  if (position < 12) return [links.application(-60, { closedOn: -10 })];
  if (position === 12) return [links.application(-120, { closedOn: -60 })];
  if (position === 13) return [links.application(-30, { withdrawnOn: -2 })];
  return [];
}

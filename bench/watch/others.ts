/** Whoever reaches persons by unit, by application, or under pseudonyms. */
import type { Chance } from './chance.js';
import type { Worker } from './advisers.js';
import { holidaysOf } from './advisers.js';
import { Caseload } from './caseload.js';
import type { Desk } from './desk.js';
import { addressOf, ask, detailFields, instantOf, isWeekend, listFields, placeOf } from './desk.js';

/** Colleagues of one unit share its persons: whoever comes in is served by whoever is there. */
export function unitOf(chance: Chance, id: string, size: number): readonly Worker[] {
  const caseload = new Caseload(chance.persons(size));
  const office = addressOf(chance);
  return Array.from({ length: Math.round(size / 130) }, (_, index) => {
    const holidays = holidaysOf(chance);
    const desk = deskOf(chance, { account: `${id}-${String(index)}`, role: 'UNIT', office, dailyBound: 300 });
    return {
      work: (day) => {
        if (index === 0 && chance.is(0.9)) caseload.add(chance.persons(3));
        if (holidays.has(day.day % 365) || isWeekend(day.day)) return;
        const network = placeOf(day, desk);
        const start = instantOf(day.day, desk, 9 + chance.next());
        caseload.pages(50, chance.between(1, 2)).forEach((persons, page) => {
          ask(day, desk, { at: start + page * 6_000, network, persons, coordinates: listFields });
        });
        for (const person of chance.some(caseload.persons, chance.between(5, 12)))
          ask(day, desk, {
            at: start + chance.next() * 28_000_000,
            network,
            persons: [person],
            coordinates: detailFields,
          });
      },
    };
  });
}

/** Applications come by the handful, and by the dozen after an offer was printed. */
export function employerOf(chance: Chance, id: string): Worker {
  const desk = deskOf(chance, {
    account: id,
    role: 'EMPLOYER',
    office: addressOf(chance),
    dailyBound: 40,
    organisation: id,
  });
  let open = new Caseload(chance.persons(10));
  return {
    work: (day) => {
      if (isWeekend(day.day) || !chance.is(0.6)) return;
      const coming = chance.is(0.015) ? chance.between(20, 38) : chance.between(0, 2);
      open = new Caseload([...open.persons.slice(-40), ...chance.persons(coming)]);
      const network = placeOf(day, desk);
      const at = instantOf(day.day, desk, 9 + chance.next() * 7);
      open.pages(20).forEach((persons, page) => {
        ask(day, desk, { at: at + page * 10_000, network, persons, coordinates: listFields });
      });
    },
  };
}

/** Pays, and now and then audits a year of one organisation: under pseudonyms, thousands at a time. */
export function funderOf(chance: Chance, id: string): Worker {
  const desk = deskOf(chance, {
    account: id,
    role: 'FUNDER',
    office: addressOf(chance),
    dailyBound: undefined,
    organisation: id,
  });
  return {
    work: (day) => {
      if (isWeekend(day.day)) return;
      const persons = chance.is(0.02) ? chance.between(1_000, 5_000) : 60;
      const at = instantOf(day.day, desk, 10 + chance.next());
      new Caseload(chance.persons(persons)).pages(50).forEach((page, index) => {
        ask(day, desk, {
          at: at + index * 400,
          network: desk.office(day.day),
          persons: page,
          coordinates: ['Link.id', 'Link.hours'],
          isNaming: false,
        });
      });
    },
  };
}

function deskOf(
  chance: Chance,
  {
    account,
    role,
    office,
    dailyBound,
    organisation,
  }: Pick<Desk, 'account' | 'role' | 'dailyBound'> & {
    readonly office: string;
    readonly organisation?: string;
  },
): Desk {
  return {
    account,
    organisation,
    role,
    isMachine: false,
    dailyBound,
    office: () => office,
    homes: [addressOf(chance)],
    zone: 1,
    startsAt: 9,
  };
}

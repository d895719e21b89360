/** Advisers: a portfolio each, a day at the counter now and then, holidays, and a colleague's portfolio for three weeks. */
import type { Chance } from './chance.js';
import { Caseload } from './caseload.js';
import type { Day, Desk } from './desk.js';
import { addressOf, ask, detailFields, instantOf, isWeekend, listFields, placeOf } from './desk.js';

export interface Worker {
  readonly work: (day: Day) => void;
}

export interface AdviserOptions {
  readonly role: string;
  readonly dailyBound: number;
  readonly portfolio: number;
  readonly page: number;
  /** From which day of the year on; later ones are new staff. */
  readonly from: number;
}

interface Adviser {
  readonly desk: Desk;
  readonly portfolio: Caseload;
  readonly holidays: ReadonlySet<number>;
  taken: { readonly persons: readonly string[]; readonly until: number } | undefined;
}

export function adviserOf(chance: Chance, name: string, agency: string, options: AdviserOptions): Worker {
  const adviser: Adviser = {
    desk: {
      account: name,
      organisation: undefined,
      role: options.role,
      isMachine: false,
      dailyBound: options.dailyBound,
      office: () => agency,
      homes: [addressOf(chance), addressOf(chance)],
      zone: chance.is(0.03) ? chance.one([-4, 4]) : 1,
      startsAt: chance.between(8, 9),
    },
    portfolio: new Caseload(chance.persons(Math.round(options.portfolio * (0.7 + chance.next() * 0.6)))),
    holidays: holidaysOf(chance),
    taken: undefined,
  };
  return {
    work: (day) => {
      if (day.day >= options.from) adviserDay(day, adviser, options);
    },
  };
}

/** Five weeks, of which two together; one in twenty is away for seven. */
export function holidaysOf(chance: Chance): ReadonlySet<number> {
  const days = new Set<number>();
  const lengths = chance.is(0.05) ? [49] : [14, 7, 7, 7];
  for (const length of lengths) {
    const start = chance.between(20, 330);
    for (let day = start; day < start + length; day++) days.add(day);
  }
  return days;
}

function adviserDay(day: Day, adviser: Adviser, { page }: AdviserOptions): void {
  const { chance } = day;
  turnOver(day, adviser);
  const { desk, portfolio, holidays } = adviser;
  if (holidays.has(day.day % 365) || (isWeekend(day.day) && !chance.is(0.008))) return;
  const network = placeOf(day, desk);
  const start = instantOf(day.day, desk, desk.startsAt + chance.next());
  openPortfolio(day, adviser, { at: start, network, page });
  const appointments = chance.between(6, 14);
  for (let turn = 0; turn < appointments; turn++) {
    const at = start + chance.next() * 8 * 3_600_000;
    ask(day, desk, { at, network, persons: chance.some(portfolio.persons, 1), coordinates: detailFields });
    if (!chance.is(0.2)) continue;
    const isMiss = chance.is(0.25);
    const persons = isMiss ? [] : chance.some(portfolio.persons, 1);
    ask(day, desk, { at: at + 20_000, network, persons, coordinates: listFields, misses: isMiss ? 1 : 0 });
  }
  if (chance.is(0.03)) counter(day, adviser, { at: start, network });
  if (chance.is(0.004)) mistyped(day, desk, { at: start + 3_600_000, network });
}

function turnOver({ chance, day }: Day, adviser: Adviser): void {
  const { portfolio } = adviser;
  if (chance.is(0.7)) {
    const count = chance.between(1, 3);
    portfolio.remove(chance.some(portfolio.persons, count));
    portfolio.add(chance.persons(count));
  }
  if (adviser.taken !== undefined && day >= adviser.taken.until) {
    portfolio.remove(adviser.taken.persons);
    adviser.taken = undefined;
  }
}

/** Screens fetch the whole portfolio ahead, or page by page as one looks. */
function openPortfolio(
  day: Day,
  adviser: Adviser,
  { at, network, page }: { readonly at: number; readonly network: string; readonly page: number },
): void {
  const { chance } = day;
  const { desk, portfolio } = adviser;
  const takesOver = adviser.taken === undefined && chance.is(0.0015);
  if (takesOver) {
    adviser.taken = { persons: chance.persons(Math.min(350, portfolio.size)), until: day.day + 21 };
    portfolio.add(adviser.taken.persons);
  }
  const isWhole = takesOver || chance.is(0.25);
  const pause = chance.is(0.5) ? 400 : 12_000;
  portfolio.pages(page, isWhole ? Infinity : 1).forEach((persons, index) => {
    ask(day, desk, { at: at + index * pause, network, persons, coordinates: listFields });
  });
}

/** Sixty who walk in, none of them in the portfolio; some are registered. */
function counter(day: Day, { desk, portfolio }: Adviser, { at, network }: { at: number; network: string }): void {
  const { chance } = day;
  const visitors = chance.between(30, 60);
  for (let visitor = 0; visitor < visitors; visitor++) {
    const then = at + (visitor / visitors) * 7 * 3_600_000 + chance.next() * 300_000;
    ask(day, desk, { at: then, network, persons: [], coordinates: listFields, misses: 1 });
    if (!chance.is(0.1)) continue;
    const [person] = chance.persons(1);
    if (person === undefined) continue;
    portfolio.add([person]);
    ask(day, desk, { at: then + 120_000, network, persons: [person], coordinates: detailFields, kind: 'WRITE' });
  }
}

/** Ten times in five minutes. */
export function mistyped(day: Day, desk: Desk, { at, network }: { at: number; network: string }): void {
  for (let time = 0; time < 10; time++)
    ask(day, desk, { at: at + time * 30_000, network, persons: [], coordinates: listFields, misses: 1 });
}

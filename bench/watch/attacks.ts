/** What a thief tries, as requests: the numbers are those of the list of attacks. Accounts and caseloads are those of the honest year. */
import type { Chance } from './chance.js';
import type { Organisation } from './trainers.js';
import { detailFields, listFields } from './desk.js';
import type { Attack, Theft } from './thief.js';

export interface Target {
  readonly chance: Chance;
  /** With some three thousand persons. */
  readonly organisation: Organisation;
  readonly organisations: readonly Organisation[];
}

const strange = '203.0.113.9';

export function attacksOn(target: Target): readonly Attack[] {
  const { organisation } = target;
  const [first] = organisation.staff;
  if (first === undefined) throw new Error('the organisation has no staff');
  const { account } = first.desk;
  const home = first.desk.homes[0] ?? '';
  const whole = organisation.caseload.persons;
  const known = { ...target, account, home, whole };
  return [
    {
      name: 'forward sweep from a strange network',
      numbers: '3, 17',
      requests: sweep(known, { network: strange, pause: 50 }),
    },
    {
      name: 'forward sweep from a known network',
      numbers: '3, 17',
      requests: sweep(known, { network: home, pause: 50 }),
    },
    {
      name: 'forward sweep, a page in ten seconds',
      numbers: '3',
      requests: sweep(known, { network: home, pause: 10_000 }),
    },
    { name: 'backward sweep', numbers: '4', requests: [...sweep(known, { network: strange, pause: 50 })].toReversed() },
    {
      name: 'ten aliases in a request',
      numbers: '7',
      requests: sweep(known, { network: strange, pause: 200, page: 500 }),
    },
    { name: 'another address for each request', numbers: '13', requests: hopping(known) },
    { name: 'names tried from a list', numbers: '9', requests: guesses(known) },
    { name: 'facet by facet', numbers: '10', requests: shuffled(known, { pause: 200, network: strange }) },
    { name: 'all accounts of one organisation', numbers: '12', requests: manyAccounts(known) },
    { name: 'a day’s budget less one, day after day', numbers: '16', requests: daily(known, 799) },
    { name: 'half of it, day after day', numbers: '16', requests: daily(known, 300) },
    { name: 'ten organisations, disjoint ranges', numbers: '18', requests: disjoint(known) },
    { name: 'a trainer of a hundred thousand', numbers: '48', requests: giant(known) },
  ];
}

interface Known extends Target {
  readonly account: string;
  readonly home: string;
  readonly whole: readonly string[];
}

const listed = { coordinates: listFields };

function* sweep(
  { organisation, account, whole }: Known,
  { network, pause, page = 50 }: { readonly network: string; readonly pause: number; readonly page?: number },
): Generator<Theft> {
  for (let at = 0; at < whole.length; at += page)
    yield { ...of(organisation), ...listed, account, network, afterMs: pause, persons: whole.slice(at, at + page) };
}

function* shuffled(
  { organisation, account, whole, chance }: Known,
  { pause, network }: { pause: number; network: string },
): Generator<Theft> {
  const order = whole.toSorted(() => chance.next() - 0.5);
  for (let at = 0; at < order.length; at += 50)
    yield { ...of(organisation), ...listed, account, network, afterMs: pause, persons: order.slice(at, at + 50) };
}

function* hopping(known: Known): Generator<Theft> {
  let hop = 0;
  for (const theft of sweep(known, { network: '', pause: 100 }))
    yield { ...theft, network: `${String(1 + (hop++ % 220))}.7.1.1` };
}

function* guesses({ organisation, account, home }: Known): Generator<Theft> {
  for (let guess = 0; guess < 500; guess++)
    yield { ...of(organisation), ...listed, account, network: home, afterMs: 400, misses: 1 };
}

function* manyAccounts({ organisation, whole }: Known): Generator<Theft> {
  const { staff } = organisation;
  for (let at = 0; at < whole.length; at += 20) {
    const { desk } = staff[(at / 20) % staff.length] ?? { desk: undefined };
    if (desk === undefined) return;
    const pause = 60_000 / staff.length;
    yield {
      ...of(organisation),
      ...listed,
      account: desk.account,
      network: desk.homes[0],
      afterMs: pause,
      persons: whole.slice(at, at + 20),
    };
  }
}

function* daily({ chance, account, home }: Known, count: number): Generator<Theft> {
  const dayMs = 86_400_000;
  for (let day = 0; day < 60; day++) {
    const persons = chance.persons(count);
    const pages = Math.ceil(count / 20);
    for (let page = 0; page < pages; page++) {
      const afterMs = page === 0 ? dayMs - (pages - 1) * 600_000 : 600_000;
      const read = persons.slice(page * 20, page * 20 + 20);
      yield {
        ...listed,
        account,
        organisation: undefined,
        network: home,
        role: 'ADVISER',
        dailyBound: 800,
        afterMs,
        persons: read,
      };
    }
  }
}

/** Each account a tenth of the keys, ten minutes between two of its pages. */
function* disjoint({ organisations, chance }: Known): Generator<Theft> {
  const large = organisations.filter(({ staff, caseload }) => staff.length > 0 && caseload.size >= 60).slice(-10);
  for (let page = 0; page < 20; page++)
    for (const [index, organisation] of large.entries()) {
      const account = organisation.staff[0]?.desk.account ?? '';
      const tenth = Array.from({ length: 20 }, () => keyIn((index + page / 20) / 10, 1 / 200, chance)).toSorted();
      yield {
        ...of(organisation),
        ...listed,
        account,
        network: `198.51.100.${String(index)}`,
        afterMs: 60_000,
        persons: tenth,
      };
    }
}

function keyIn(from: number, width: number, chance: Chance): string {
  const head = Math.floor((from + chance.next() * width) * 0x1_00_00_00_00);
  return `${head.toString(16).padStart(8, '0')}${chance.person().slice(8)}`;
}

function* giant(known: Known): Generator<Theft> {
  const whole = known.chance.persons(100_000).toSorted();
  for (const theft of sweep({ ...known, whole }, { network: strange, pause: 50 }))
    yield { ...theft, caseload: whole.length, coordinates: detailFields };
}

function of({ id, caseload }: Organisation): Pick<Theft, 'organisation' | 'caseload'> {
  return { organisation: id, caseload: caseload.size };
}

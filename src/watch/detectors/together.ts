/**
 * Accounts that share out what they read: stretches of keys without overlap, or one strange address behind accounts of
 * several organisations. Who works reads lists from their beginning; stretches from the middle that never overlap were dealt
 * out. Colleagues share an address, strangers do not.
 */
import type { Reader } from '../sharedProfile.js';
import { isReading } from '../sharedProfile.js';
import type { Detector } from './detector.js';

const accountsInOrder = 5;
const accountsAtOneAddress = 3;
const organisationsAtOneAddress = 2;

export const together: Detector = {
  name: 'TOGETHER',
  observe: ({ entry, sighting, shared }) => {
    if (sighting.fresh.length === 0 || entry.isMachine) return undefined;
    const readers = shared.readers.filter(isReading);
    const self = readers.find(({ account }) => account === entry.account);
    if (self === undefined) return undefined;
    const pattern = inOrder(readers, self) ?? atOneAddress(readers, self);
    if (pattern === undefined) return undefined;
    return {
      detector: 'TOGETHER',
      level: 4,
      evidence: {
        accounts: pattern.length,
        organisations: new Set(pattern.map(({ organisation }) => organisation)).size,
        newPersons: pattern.reduce((sum, { fresh }) => sum + fresh, 0),
      },
      accounts: pattern.map(({ account }) => account),
    };
  },
};

/** As many readers as have stretches without overlap, taken from the one that ends first; `self` must be among them. */
function inOrder(readers: readonly Reader[], self: Reader): readonly Reader[] | undefined {
  if (self.min === '') return undefined;
  const apart: Reader[] = [self];
  const byEnd = readers.filter(({ min }) => min !== '').toSorted((one, other) => (one.max < other.max ? -1 : 1));
  for (const reader of byEnd)
    if (apart.every((each) => reader.min > each.max || reader.max < each.min)) apart.push(reader);
  return apart.length >= accountsInOrder ? apart : undefined;
}

function atOneAddress(readers: readonly Reader[], self: Reader): readonly Reader[] | undefined {
  if (self.newNetwork === undefined) return undefined;
  const there = readers.filter(({ newNetwork }) => newNetwork === self.newNetwork);
  const organisations = new Set(there.map(({ organisation }) => organisation));
  return there.length >= accountsAtOneAddress && organisations.size >= organisationsAtOneAddress ? there : undefined;
}

/**
 * Networks and hours never seen. One of them is a journey, a new router or an evening shift, so alone it says nothing and
 * weighs with every other detector; what nobody's work does is to come from one strange network after the other, or, as a
 * machine, from a strange network at a strange hour.
 */
import { dayOf, hourOf } from '../instants.js';
import { networksNewOn } from '../networks.js';
import { sumOf } from '../ring.js';
import type { Detector, Finding } from './detector.js';

/** A train with a telephone passes through two or three providers' networks. */
const strangeNetworksInADay = 5;
const newPersons = 60;

export const place: Detector = {
  name: 'PLACE',
  observe: ({ entry, sighting, account }) => {
    if (!sighting.isFromNewNetwork) return undefined;
    const strange = networksNewOn(account.networks, dayOf(entry.at));
    const fresh = sumOf(account.freshHours, hourOf(entry.at), 24);
    if (entry.isMachine) return sighting.isAtNewHour ? found(strange, fresh) : undefined;
    return strange >= strangeNetworksInADay || (sighting.isAtNewHour && fresh >= newPersons)
      ? found(strange, fresh)
      : undefined;
  },
};

function found(strangeNetworks: number, newPersonsInADay: number): Finding {
  return { detector: 'PLACE', level: 1, evidence: { strangeNetworks, newPersonsInADay } };
}

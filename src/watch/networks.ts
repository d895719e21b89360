/**
 * Where an account asks from, as coarse as a provider hands addresses out: a router that gets another one overnight, or a
 * telephone that walks through a city, is no stranger.
 */

/** Days on which a network was first and last seen. */
export type Networks = Readonly<Record<string, readonly [first: number, last: number]>>;

const networksAtMost = 64;

/** `10.1` of 10.1.2.3, `2001:db8` of 2001:db8::1. */
export function networkPrefix(address: string): string {
  const mapped = address.startsWith('::ffff:') ? address.slice(7) : address;
  const separator = mapped.includes(':') ? ':' : '.';
  return mapped.split(separator).slice(0, 2).join(separator);
}

/** Whether it was seen before that day. */
export function isKnownNetwork(networks: Networks, prefix: string, day: number): boolean {
  const seen = networks[prefix];
  return seen !== undefined && seen[0] < day;
}

/** Networks first seen on that day. */
export function networksNewOn(networks: Networks, day: number): number {
  return Object.values(networks).filter(([first]) => first === day).length;
}

export function withNetwork(networks: Networks, prefix: string, day: number): Networks {
  const seen = networks[prefix];
  if (seen?.[1] === day) return networks;
  const all = { ...networks, [prefix]: [seen?.[0] ?? day, day] as const };
  if (seen !== undefined || Object.keys(all).length <= networksAtMost) return all;
  const [longestUnseen] = Object.entries(all).toSorted(([, one], [, other]) => one[1] - other[1]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== longestUnseen?.[0]));
}

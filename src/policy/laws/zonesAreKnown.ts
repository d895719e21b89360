import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** The store says in which zones its dates begin and end, in names that PostgreSQL knows as well as JavaScript. */
export function zonesAreKnown(draft: Draft): readonly PolicyProblem[] {
  const [first] = draft.zones;
  if (first === undefined || first.args.of.length === 0) {
    return [
      problemAt(first?.node, {
        code: 'ZONES_MISSING',
        message: 'The store lives in no zone, so that no date has an end.',
        remedy: 'Write `extend schema @zones(of: ["Europe/Paris"])`.',
      }),
    ];
  }
  return first.args.of
    .filter((zone) => !isZone(zone))
    .map((zone) =>
      problemAt(argumentNode(first, 'of'), {
        code: 'ZONE_UNKNOWN',
        message: `"${zone}" is no zone.`,
        remedy: 'Write names of the IANA database, such as "Europe/Paris", or "UTC".',
      }),
    );
}

/** Offsets and abbreviations would pass as zones in one of the two languages only, or lack summer time. */
function isZone(name: string): boolean {
  if (name !== 'UTC' && !/^[A-Z][A-Za-z_-]+(?:\/[A-Z][A-Za-z0-9_+-]+)+$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

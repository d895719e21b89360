/** The detectors, in the order in which their findings are told. */
import { breadth } from './breadth.js';
import type { Detector } from './detector.js';
import { fields } from './fields.js';
import { misses } from './misses.js';
import { organisation } from './organisation.js';
import { pace } from './pace.js';
import { place } from './place.js';
import { share } from './share.js';
import { together } from './together.js';
import { tripwire } from './tripwire.js';
import { walk } from './walk.js';

export const detectors: readonly Detector[] = Object.freeze([
  tripwire,
  walk,
  pace,
  share,
  misses,
  fields,
  place,
  together,
  organisation,
  breadth,
]);

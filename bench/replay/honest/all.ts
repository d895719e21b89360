/** Every scenario of HONEST.md, and what is done every day besides. */
import { adviserDays, counter, takeover } from './advisers.js';
import { attendance } from './attendance.js';
import { cohort } from './cohort.js';
import { nightlyCopy } from './nightlyCopy.js';
import {
  absorption,
  audit,
  deployment,
  holiday,
  onePerson,
  others,
  overseas,
  staff,
  subcontractor,
} from './organisations.js';
import type { Scenario } from './scenario.js';

export const scenarios: readonly Scenario[] = [
  attendance,
  cohort,
  nightlyCopy,
  takeover,
  counter,
  absorption,
  subcontractor,
  holiday,
  staff,
  adviserDays,
  audit,
  overseas,
  deployment,
  onePerson,
  others,
];

/** Every strategy, in the order in which the month has them. */
import { aliasBatchLarge, aliasBatchSmall } from './aliasBatch.js';
import { arrayBatch } from './arrayBatch.js';
import { atTheEdge } from './atTheEdge.js';
import { bigOrganisation } from './bigOrganisation.js';
import { coordinated } from './coordinated.js';
import { cursorForgery } from './cursorForgery.js';
import { facetSweep } from './facetSweep.js';
import { failedProofs } from './failedProofs.js';
import { fragments } from './fragments.js';
import { giantPage } from './giantPage.js';
import { idEnumeration } from './idEnumeration.js';
import { kairosSweep } from './kairosSweep.js';
import { manyTokens } from './manyTokens.js';
import { nestedWalk } from './nestedWalk.js';
import { noPageSize } from './noPageSize.js';
import { restarts } from './restarts.js';
import { retentionEdge } from './retentionEdge.js';
import { rotatingHeaders } from './rotatingHeaders.js';
import { searchSweep } from './searchSweep.js';
import { sleeper } from './sleeper.js';
import { slowAndLow } from './slowAndLow.js';
import { storeDown } from './storeDown.js';
import type { Strategy } from './strategy.js';
import { windowStraddle } from './windowStraddle.js';
import { youthUnit } from './youthUnit.js';

export const strategies: readonly Strategy[] = [
  kairosSweep,
  giantPage,
  noPageSize,
  idEnumeration,
  aliasBatchLarge,
  aliasBatchSmall,
  arrayBatch,
  searchSweep,
  facetSweep,
  nestedWalk,
  manyTokens,
  rotatingHeaders,
  atTheEdge,
  fragments,
  slowAndLow,
  coordinated,
  restarts,
  storeDown,
  cursorForgery,
  retentionEdge,
  windowStraddle,
  failedProofs,
  youthUnit,
  bigOrganisation,
  sleeper,
];

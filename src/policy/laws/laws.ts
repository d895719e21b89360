/** The laws of a policy, each in a file of its own: what no SDL may contradict. */
import type { PolicyProblem } from '../problem.js';
import { inOrder } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { abstractsAreStored } from './abstractsAreStored.js';
import { acrsFitHeaders } from './acrsFitHeaders.js';
import { agesAreFixed } from './agesAreFixed.js';
import { approvalsAreOfPersons } from './approvalsAreOfPersons.js';
import { approvalsAskOthers } from './approvalsAskOthers.js';
import { approvalsCanBeGiven } from './approvalsCanBeGiven.js';
import { approvalsOpenMore } from './approvalsOpenMore.js';
import { argumentsHaveShape } from './argumentsHaveShape.js';
import { columnsAreClear } from './columnsAreClear.js';
import { constantsFit } from './constantsFit.js';
import { directivesStandRight } from './directivesStandRight.js';
import { durationsAreWellFormed } from './durationsAreWellFormed.js';
import { exceptionalsAreBounded } from './exceptionalsAreBounded.js';
import { exceptionalsEnd } from './exceptionalsEnd.js';
import { fieldsAreClassified } from './fieldsAreClassified.js';
import { fieldsHaveShape } from './fieldsHaveShape.js';
import { findsIdentify } from './findsIdentify.js';
import { formatsCompile } from './formatsCompile.js';
import { grantsAreComplete } from './grantsAreComplete.js';
import { grantsLeadSomewhere } from './grantsLeadSomewhere.js';
import { grantsReach } from './grantsReach.js';
import { identifiersArePlain } from './identifiersArePlain.js';
import { identifiersStay } from './identifiersStay.js';
import { indexesShareBits } from './indexesShareBits.js';
import { inputsCompare } from './inputsCompare.js';
import type { Law } from './law.js';
import { linksEnd } from './linksEnd.js';
import { listsPointBack } from './listsPointBack.js';
import { machinesAreNoPersons } from './machinesAreNoPersons.js';
import { matchesAreBounded } from './matchesAreBounded.js';
import { namesAreFree } from './namesAreFree.js';
import { namingsIdentify } from './namingsIdentify.js';
import { noOwnReach } from './noOwnReach.js';
import { openingsAreDeclared } from './openingsAreDeclared.js';
import { openingsHaveShape } from './openingsHaveShape.js';
import { payloadsTellNothing } from './payloadsTellNothing.js';
import { personalIsDescribed } from './personalIsDescribed.js';
import { personalIsNullable } from './personalIsNullable.js';
import { personalIsRead } from './personalIsRead.js';
import { placesAreOnce } from './placesAreOnce.js';
import { precisionsFit } from './precisionsFit.js';
import { reasonsAreGiven } from './reasonsAreGiven.js';
import { recordsHaveSubject } from './recordsHaveSubject.js';
import { requestsAreConfirmed } from './requestsAreConfirmed.js';
import { restrictsHold } from './restrictsHold.js';
import { restrictsNameFields } from './restrictsNameFields.js';
import { revealedToStated } from './revealedToStated.js';
import { rolesAreBounded } from './rolesAreBounded.js';
import { rootsHaveShape } from './rootsHaveShape.js';
import { searchIsSelective } from './searchIsSelective.js';
import { specialIsSealed } from './specialIsSealed.js';
import { specialToStated } from './specialToStated.js';
import { stepUpsAgree } from './stepUpsAgree.js';
import { stepUpsAreStated } from './stepUpsAreStated.js';
import { isSupported } from './supported.js';
import { typesAreStored } from './typesAreStored.js';
import { versionsAreRead } from './versionsAreRead.js';
import { wordsAreExplained } from './wordsAreExplained.js';
import { writesAreDeclared } from './writesAreDeclared.js';
import { writesCompareRead } from './writesCompareRead.js';
import { writesNameRows } from './writesNameRows.js';
import { writesReach } from './writesReach.js';
import { writesSetFields } from './writesSetFields.js';
import { zonesAreKnown } from './zonesAreKnown.js';

const laws: readonly Law[] = Object.freeze([
  wordsAreExplained,
  isSupported,
  directivesStandRight,
  durationsAreWellFormed,
  agesAreFixed,
  acrsFitHeaders,
  machinesAreNoPersons,
  formatsCompile,
  zonesAreKnown,
  typesAreStored,
  abstractsAreStored,
  recordsHaveSubject,
  placesAreOnce,
  identifiersArePlain,
  namesAreFree,
  fieldsHaveShape,
  listsPointBack,
  fieldsAreClassified,
  personalIsNullable,
  personalIsDescribed,
  reasonsAreGiven,
  specialIsSealed,
  specialToStated,
  revealedToStated,
  searchIsSelective,
  indexesShareBits,
  grantsAreComplete,
  grantsReach,
  grantsLeadSomewhere,
  personalIsRead,
  precisionsFit,
  stepUpsAreStated,
  stepUpsAgree,
  approvalsAreOfPersons,
  approvalsAskOthers,
  approvalsCanBeGiven,
  approvalsOpenMore,
  rolesAreBounded,
  linksEnd,
  columnsAreClear,
  restrictsNameFields,
  rootsHaveShape,
  findsIdentify,
  namingsIdentify,
  matchesAreBounded,
  requestsAreConfirmed,
  inputsCompare,
  writesAreDeclared,
  writesReach,
  noOwnReach,
  restrictsHold,
  writesCompareRead,
  writesNameRows,
  writesSetFields,
  versionsAreRead,
  identifiersStay,
  constantsFit,
  argumentsHaveShape,
  payloadsTellNothing,
  exceptionalsAreBounded,
  exceptionalsEnd,
  openingsAreDeclared,
  openingsHaveShape,
]);

/** What in the draft contradicts itself, a law or this version of the engine; in the order of files and lines. */
export function breachesOf(draft: Draft): readonly PolicyProblem[] {
  return inOrder(laws.flatMap((law) => law(draft)));
}

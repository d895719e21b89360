import type { Language } from '../words/language.js';
import type { ControllerFile } from './controllerFile.js';
import type { ProcessingRecord } from './processingRecord.js';
import type { RecordWords } from './words/words.js';

/** What a section of a record is written from. */
export interface Writing {
  readonly record: ProcessingRecord;
  readonly controller: ControllerFile;
  readonly language: Language;
  readonly words: RecordWords;
}

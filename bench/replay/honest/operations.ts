/** The operations that organisations' software has registered: a machine runs no other. */
import { sha256 } from '../../../src/vault/digest.js';
import { machine, machineRanks } from '../accounts.js';
import type { Site } from '../site.js';
import { copyNewcomers } from './cohort.js';
import { copyWithEnrolments, submitAttendance } from './attendance.js';
import { copyChanged } from './nightlyCopy.js';

const documents = {
  CopyEnrolments: copyWithEnrolments,
  Submit: submitAttendance,
  CopyChanged: copyChanged,
  CopyNewcomers: copyNewcomers,
};

export async function registerOperations({ store }: Site): Promise<void> {
  for (const { id, purpose } of machineRanks.map(machine)) {
    for (const [name, document] of Object.entries(documents)) {
      const operation = { application: id, document, name, purpose, digest: sha256(document) };
      await store.rooms.register.registerOperation('operator:one', operation);
    }
  }
}

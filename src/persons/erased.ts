/** Notices that a person was erased (GDPR Art. 17(2), 19): to every organisation that was served, once. */
import type { NewNotice } from './noticeRows.js';
import { putNotices } from './noticeRows.js';
import type { Executor } from './personEntries.js';
import type { PolicyNames } from './policyNames.js';
import { recipientsOf } from './recipients.js';

/** `executor`: the transaction of the erasure. */
export async function noticeErasure(executor: Executor, names: PolicyNames, person: string): Promise<void> {
  const recipients = await recipientsOf(executor, names, person);
  const notices = [...recipients].flatMap(([organisation, served]): NewNotice[] => {
    const coordinates = [...served.keys()].toSorted();
    const type = names.personOf(coordinates);
    if (type === undefined) return [];
    return [{ organisation, type, person, kind: 'ERASED', coordinates, cause: 'erasure', at: undefined }];
  });
  await putNotices(executor, notices, undefined);
}

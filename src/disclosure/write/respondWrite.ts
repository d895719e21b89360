/** Last stage of a write: what was refused, row by row, and the written rows as any reader of them would see them. */
import type { PayloadTemplate, WriteRequest, WriteTemplate } from '../../plan/writePlan.js';
import type { RequestPlan } from '../../plan/requestPlan.js';
import type { Answer } from '../answer.js';
import { disclose } from '../corridor.js';
import type { Disclosure } from '../disclosureContext.js';
import type { Served } from '../settle.js';
import type { Path } from '../withheld.js';
import type { Written } from './tickets.js';

export interface WriteAnswer {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly withheld: Answer['withheld'];
  readonly served: Answer['served'];
}

/** What of a request its answer is made by. */
interface Answered extends Pick<WriteRequest, 'readBacks'> {
  readonly template: Pick<WriteTemplate, 'payload' | 'responseKey'>;
}

/** The rows come by the corridor of reads, with its gates, and not from what was just written. */
export async function respondWrite(context: Disclosure, request: Answered, written: Written): Promise<WriteAnswer> {
  const payload: Record<string, unknown> = { errors: written.errors, receipt: written.receipt };
  const withheld: Path[] = [];
  const served: Served[] = [];
  for (const [index, template] of request.template.payload.entries()) {
    const plan = request.readBacks[index];
    const answer = plan === undefined ? undefined : await readBack(context, template, plan, written.keys);
    payload[template.property] = answer?.roots.get(template.responseKey) ?? (template.isList ? [] : null);
    served.push(...(answer?.served ?? []));
    for (const path of answer?.withheld ?? []) withheld.push([request.template.responseKey, ...path]);
  }
  return { payload: Object.freeze(payload), withheld, served };
}

async function readBack(
  { rooms, caller }: Disclosure,
  { isList }: PayloadTemplate,
  plan: RequestPlan,
  keys: readonly string[],
): Promise<Answer | undefined> {
  if (keys.length === 0) return undefined;
  const roots = plan.roots.map((root) =>
    Object.freeze({ ...root, request: { kind: 'written' as const, keys, isList } }),
  );
  return disclose(rooms, caller, { ...plan, roots });
}

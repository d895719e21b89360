/**
 * Tells an address of the operator's, signed as Standard Webhooks 1.0 has it (HMAC-SHA-256 over id, time and body), so that
 * libraries verify it. At least once, in order: `webhook-id` names the alarm.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import { Failure } from '../kernel/failure.js';
import type { Database } from '../store/database.js';
import type { Delivery } from './sql/deliveries.js';
import { deliverLater, delivered, nextDelivery } from './sql/deliveries.js';

export interface Webhook {
  readonly url: string;
  /** HMAC-SHA-256 under the secret that the receiver shares. */
  readonly sign: (text: string) => Buffer;
}

export interface DeliveryDeps {
  readonly database: Database;
  readonly webhook: Webhook;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

const lookEveryMs = 500;
const answerWithinMs = 5_000;
const firstDelaySeconds = 1;
const longestDelaySeconds = 300;

/** Until `signal` aborts. */
export async function deliver(deps: DeliveryDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isMore = await deliverNext(deps, signal);
    if (!isMore) await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** A failure of the store is told and the next look tries again. */
async function deliverNext(deps: DeliveryDeps, signal: AbortSignal): Promise<boolean> {
  try {
    const delivery = await nextDelivery(deps.database);
    if (delivery === undefined || signal.aborted) return false;
    const problem = await post(deps, delivery, signal);
    if (signal.aborted) return false;
    if (problem === undefined) {
      await delivered(deps.database, delivery.alarm);
      return true;
    }
    const seconds = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** Math.min(delivery.attempts, 16));
    await deliverLater(deps.database, delivery.alarm, seconds);
    deps.onFailure(
      new Failure('WEBHOOK_FAILED', `WATCH_WEBHOOK was not told of alarm ${String(delivery.alarm)}: ${problem}`),
    );
  } catch (error) {
    deps.onFailure(error);
  }
  return false;
}

/** What went wrong; undefined: it was taken. */
async function post(
  { webhook, clock }: DeliveryDeps,
  { alarm, body }: Delivery,
  signal: AbortSignal,
): Promise<string | undefined> {
  const id = `alarm-${String(alarm)}`;
  const time = String(Math.floor(clock.now() / 1000));
  const signature = webhook.sign(`${id}.${time}.${body}`).toString('base64');
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': time,
        'webhook-signature': `v1,${signature}`,
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `it answered ${String(response.status)}`;
  } catch {
    return 'it could not be reached';
  }
}

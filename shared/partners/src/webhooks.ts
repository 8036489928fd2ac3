import type { Meta } from '@orderwire/events-schema/envelope';
import type { Clock } from '@orderwire/kernel/clock';
import { begin, changeRow, isHeld, stop } from '@orderwire/kernel/lease';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { type Cause, causedBy } from '@orderwire/events-schema/cause';
import type { Settled, WebhookLog } from './webhook-log.ts';
import { claimWebhook, newWebhook, settleWebhook, type WebhookRow } from './webhook-row.ts';
import type { SendOutcome, SendWebhook } from './webhook-sender.ts';

/** What a partner is told about an order. */
export interface OutgoingWebhook {
  readonly orderId: string;
  /** `order.confirmed`: also the body's `type`. An order has at most one webhook of a kind, or one for each `of`. */
  readonly kind: string;
  /** What of the order it is about, where there can be several: a return. */
  readonly of?: string;
  /** When what it tells happened: the same in every try. */
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The event that makes us tell the partner, and how often its message was handed out. */
export interface Because {
  readonly meta: Pick<Meta, 'id' | 'correlationId'>;
  readonly attempt: number;
}

export interface Webhooks {
  /**
   * Tells the partner once. Returns when the partner has accepted it, now or before, or when it was stopped.
   * @throws RetryLaterError or Error while it may still work; TerminalError when it was given up and may be redriven
   */
  readonly tell: (webhook: OutgoingWebhook, because: Because) => Promise<void>;
  /**
   * Keeps a webhook from going out from now on, also one whose event has not arrived yet.
   * @returns whether the partner may have heard of it
   * @throws Error while a try is in flight: what is told next must not overtake it
   */
  readonly stop: (
    webhook: Pick<OutgoingWebhook, 'orderId' | 'kind'>,
    because: Because,
  ) => Promise<'never_told' | 'maybe_told'>;
}

interface Deps {
  /** The partner's name. */
  readonly partner: string;
  /** The service's name: the actor of the events. */
  readonly service: string;
  readonly webhookLog: WebhookLog;
  readonly send: SendWebhook;
  readonly clock: Clock;
  readonly log: Log;
  readonly count: CountMetric;
  /** The queue's `maxReceiveCount`: at that attempt a webhook is given up. */
  readonly maxAttempts: number;
  /** The function's timeout: no try can outlive it. */
  readonly leaseMs: number;
}

/** A partner that takes nothing for so long is somebody's business. */
const OVERDUE_AFTER_MS = 30 * 60_000;

export const makeWebhooks = (deps: Deps): Webhooks => {
  const { partner, service, webhookLog, send, clock, log, count, maxAttempts, leaseMs } = deps;

  const named = ({ orderId, kind, of }: Pick<OutgoingWebhook, 'orderId' | 'kind' | 'of'>): WebhookRow => {
    const id = `whk_${orderId}_${partner}_${kind.replace(/^order\./, '')}`;
    return newWebhook({ webhookId: of === undefined ? id : `${id}_${of}`, orderId, kind });
  };

  const end = async (mine: WebhookRow, outcome: SendOutcome, cause: Cause, last: boolean): Promise<WebhookRow> => {
    const { row } = await changeRow(
      mine.webhookId,
      mine,
      (known) => settleWebhook(known, mine, outcome, { now: clock(), last }),
      (settled) => webhookLog.save(withEvent(settled, outcome), cause),
    );
    return row;
  };

  return {
    tell: async (webhook, { meta, attempt }) => {
      const cause = causedBy(meta, service);
      const last = attempt >= maxAttempts;
      const fresh = named(webhook);
      const mine = await begin({
        ...{ what: fresh.webhookId, row: fresh, clock },
        claiming: (known, now) => claimWebhook(known, { now, leaseMs, last }),
        save: (claimed) => webhookLog.save({ row: claimed }, cause),
      });
      if (!mine) return;
      const { webhookId, orderId, kind, attempts } = mine;
      const outcome = await send({ id: webhookId, body: bodyOf(webhook) });
      const row = await end(mine, outcome, cause, last);
      const { status } = outcome;
      // What is accepted at once stands in the timeline.
      if (!outcome.accepted || attempts > 1)
        log.info(outcome.accepted ? 'Webhook accepted' : 'Webhook not accepted', {
          ...{ webhookId, orderId, kind, attempts, status },
          ...(!outcome.accepted && { code: outcome.code, outcome: row.status }),
        });
      if (outcome.accepted || row.status === 'sent' || row.status === 'stopped') return;
      const failure = `${webhookId} was not accepted: ${outcome.code}.`;
      if (row.status === 'failed') throw new TerminalError(outcome.code, failure);
      const { since, notBefore } = row;
      if (since !== undefined && clock() - since >= OVERDUE_AFTER_MS) count('WebhookOverdue');
      throw notBefore === undefined ? new Error(failure) : new RetryLaterError(failure, notBefore - clock());
    },

    stop: async (webhook, { meta }) => {
      const cause = causedBy(meta, service);
      const fresh = named(webhook);
      const { row } = await changeRow(
        fresh.webhookId,
        fresh,
        (known) => stop(known, clock()),
        (stopped) => webhookLog.save({ row: stopped }, cause),
      );
      if (isHeld(row, clock())) throw new Error(`${row.webhookId} is in flight: the stop has to wait.`);
      return row.status === 'stopped' && row.attempts === 0 ? 'never_told' : 'maybe_told';
    },
  };
};

/** A row that says what became of a try, with the event that this write publishes. */
const withEvent = (row: WebhookRow, outcome: SendOutcome): Settled => {
  if (outcome.accepted) return { row, event: 'sent' };
  return row.status === 'failed' ? { row, event: 'failed', code: outcome.code } : { row };
};

/** The body of the Standard Webhooks specification: the same bytes in every try. */
const bodyOf = ({ kind, occurredAt, data, orderId }: OutgoingWebhook): string =>
  JSON.stringify({ type: kind, timestamp: occurredAt, data: { orderId, ...data } });

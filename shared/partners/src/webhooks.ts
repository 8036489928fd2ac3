import type { Meta } from '@orderwire/events-schema/envelope';
import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import { RetryLaterError } from '@orderwire/kernel/retry-later-error';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { type Cause, causedBy } from '@orderwire/events-schema/cause';
import type { WebhookLog } from './webhook-log.ts';
import { claim, isInFlight, type NamedWebhook, settle, stopped, type WebhookRow } from './webhook-row.ts';
import type { SendOutcome, SendWebhook } from './webhook-sender.ts';

/** What a partner is told about an order. */
export interface OutgoingWebhook {
  readonly orderId: string;
  /** `order.confirmed`: also the body's `type`. An order has at most one webhook of a kind. */
  readonly kind: string;
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

const MAX_TURNS = 5;

/** A partner that takes nothing for so long is somebody's business. */
const OVERDUE_AFTER_MS = 30 * 60_000;

export const makeWebhooks = (deps: Deps): Webhooks => {
  const { partner, service, webhookLog, send, clock, log, count, maxAttempts, leaseMs } = deps;

  const named = ({ orderId, kind }: Pick<OutgoingWebhook, 'orderId' | 'kind'>): NamedWebhook => ({
    webhookId: `whk_${orderId}_${partner}_${kind.replace(/^order\./, '')}`,
    orderId,
    kind,
  });

  const begin = async (webhook: NamedWebhook, cause: Cause, last: boolean): Promise<WebhookRow | undefined> => {
    let row: WebhookRow | undefined;
    for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
      const claimed = claim(row, webhook, { now: clock(), leaseMs, last });
      if (claimed.do === 'nothing') return undefined;
      if (claimed.do === 'wait') throw waiting(webhook, claimed.untilMs);
      row = await webhookLog.save({ row: claimed.row }, cause);
      if (!row) return claimed.row;
    }
    throw new Error(`${webhook.webhookId} changes too often.`);
  };

  const waiting = ({ webhookId }: NamedWebhook, untilMs: number | undefined): Error =>
    untilMs === undefined
      ? new Error(`${webhookId} is in flight.`)
      : new RetryLaterError(`${webhookId} has to wait.`, untilMs - clock());

  const end = async (mine: WebhookRow, outcome: SendOutcome, cause: Cause, last: boolean) => {
    let row: WebhookRow | undefined = mine;
    for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
      const settled = settle(row, mine, outcome, { now: clock(), last });
      if (!settled) return row;
      row = await webhookLog.save(settled, cause);
      if (!row) return settled.row;
    }
    throw new Error(`${mine.webhookId} changes too often.`);
  };

  return {
    tell: async (webhook, { meta, attempt }) => {
      const cause = causedBy(meta, service);
      const last = attempt >= maxAttempts;
      const mine = await begin(named(webhook), cause, last);
      if (!mine) return;
      const { webhookId, orderId, kind, attempts } = mine;
      const outcome = await send({ id: webhookId, body: bodyOf(webhook) });
      const row = await end(mine, outcome, cause, last);
      const { status } = outcome;
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
      const which = named(webhook);
      let row: WebhookRow | undefined;
      for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
        const change = stopped(row, which, clock());
        const current = change ? await webhookLog.save({ row: change }, causedBy(meta, service)) : undefined;
        row = current ?? change ?? row;
        if (current || !row) continue;
        if (isInFlight(row, clock())) throw new Error(`${which.webhookId} is in flight: the stop has to wait.`);
        return row.status === 'stopped' && row.attempts === 0 ? 'never_told' : 'maybe_told';
      }
      throw new Error(`${which.webhookId} changes too often.`);
    },
  };
};

/** The body of the Standard Webhooks specification: the same bytes in every try. */
const bodyOf = ({ kind, occurredAt, data, orderId }: OutgoingWebhook): string =>
  JSON.stringify({ type: kind, timestamp: occurredAt, data: { orderId, ...data } });

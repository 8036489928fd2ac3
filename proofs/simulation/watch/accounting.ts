import type { Call } from '@orderwire/local-cloud/engine/contract';
import type { Run } from '@orderwire/local-cloud/simulator/observer';
import type { Published } from '../ledger.ts';
import { EFFECTS } from './effects.ts';
import { type Look, orderOf } from './effects.ts';
import { isRefused } from './refusals.ts';
import type { Watch } from './watch.ts';

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

interface SendMessageInput {
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Partial<Record<'messageId' | 'reason', { readonly StringValue?: string }>>>;
}

interface BatchResponse {
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
}

export interface Accounting {
  readonly onCall: (call: Call, run: Run) => void;
  readonly onEnd: (run: Run, end: { readonly ok: boolean; readonly payload: unknown; readonly why?: string }) => void;
  /** Whether this service has taken the event, or parked it where people look. */
  readonly hasSettled: (service: string, eventId: string) => boolean;
  readonly look: Look;
}

/** The least `maxReceiveCount` of a queue. */
const MOST_ATTEMPTS = 10;

/** A webhook is tried for a day, by clocks that may be out by minutes. */
const LEAST_TRIED_MS = 23 * 3_600_000;

const ID = '"meta":{"id":"';

/** The event's own id, without reading the whole message. */
export const eventIdOf = (body: string): string => {
  const at = body.indexOf(ID);
  return at < 0 ? '' : body.slice(at + ID.length, body.indexOf('"', at + ID.length));
};

/** Every message that a consumer reports as done: it is parked whole, or what it was for is there. */
export const watchAccounting = ({ checks, ledger, names, now }: Watch, look: Look): Accounting => {
  const services = new Map(Object.keys(EFFECTS).map((service) => [names.fn(service, 'consume'), service]));
  const parked = new Map<Run, Set<string>>();
  const settled = new Map([...services.values()].map((service) => [service, new Set<string>()]));
  const messagesOf = (run: Run): readonly Message[] =>
    (run.payload as { readonly Records: readonly Message[] }).Records;

  const onDone = (service: string, { body }: Message): void => {
    const id = eventIdOf(body);
    const event = ledger.published.get(id);
    const effect = event === undefined ? undefined : EFFECTS[service]?.[event.type];
    checks.that(
      '12-accounting',
      effect !== undefined && event !== undefined && effect(event, look),
      () => `${service} has taken ${event?.type ?? body.slice(0, 100)} ${id}, and nothing came of it`,
      event === undefined ? undefined : orderOf(event),
    );
    settled.get(service)?.add(id);
  };

  const isTelling = (service: string): boolean => service === 'warehouse' || service === 'delivery';

  /** The partner wants nothing any more, or has been told for a day. */
  const hasBeenTold = (service: string, orderId: string): boolean => {
    const partner = service === 'delivery' ? 'courier' : 'warehouse';
    const told = ledger.webhooks.filter((webhook) => webhook.partner === partner && webhook.orderId === orderId);
    const [first] = told;
    return told.at(-1)?.status === 410 || (first !== undefined && now() - first.at >= LEAST_TRIED_MS);
  };

  return {
    look,
    hasSettled: (service, eventId) => settled.get(service)?.has(eventId) ?? false,
    onCall: ({ operation, input }, run) => {
      const service = services.get(run.functionName);
      if (operation !== 'SendMessage' || service === undefined) return;
      const { MessageBody, MessageAttributes } = input as SendMessageInput;
      const messageId = MessageAttributes?.messageId?.StringValue ?? '';
      const message = messagesOf(run).find((one) => one.messageId === messageId);
      checks.that(
        '12-accounting',
        message?.body === MessageBody,
        () => `${service} parked something else than it got: ${MessageBody.slice(0, 200)}`,
      );
      const id = eventIdOf(MessageBody);
      // Nothing of ours contradicts itself, so what a consumer parks at once is no event of ours, or the provider refuses it.
      const event = ledger.published.get(id);
      const isEnough = Number(message?.attributes.ApproximateReceiveCount) >= MOST_ATTEMPTS;
      const reason = MessageAttributes?.reason?.StringValue ?? 'no reason';
      const isTaken = (of: Published): boolean =>
        isTelling(service)
          ? hasBeenTold(service, orderOf(of))
          : isEnough || (service === 'payments' && reason === 'PROVIDER_REFUSED' && isRefused(of, look));
      checks.that('15-bounds', event === undefined || isTaken(event), () => `${service} gave ${id} up: ${reason}`);
      settled.get(service)?.add(id);
      parked.set(run, (parked.get(run) ?? new Set()).add(messageId));
    },
    onEnd: (run, { ok, payload, why = '' }) => {
      const service = services.get(run.functionName);
      if (service === undefined) return;
      const put = parked.get(run);
      parked.delete(run);
      checks.that(
        '15-bounds',
        ok || /^(Runtime.ExitError|Sandbox.Timedout)/.test(why),
        () => `${service} failed a whole batch: ${why}`,
      );
      if (!ok) return;
      const failures = (payload as BatchResponse | null)?.batchItemFailures ?? [];
      for (const message of messagesOf(run))
        if (put?.has(message.messageId) !== true && !failures.some((one) => one.itemIdentifier === message.messageId))
          onDone(service, message);
    },
  };
};

import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Platform } from './platform.ts';

/** Something that the local cloud saw, by `GET /_local/events`. */
export interface Happening {
  readonly at: string;
  readonly kind: 'request' | 'event' | 'webhook' | 'mail' | 'file' | 'failure';
  readonly title: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What happened, as it happens. */
export interface Feed {
  /**
   * The first happening of an order, past or to come, that fits.
   * @throws Error that names `what` after `timeoutMs`
   */
  readonly first: (
    orderId: string,
    what: string,
    fits: (happening: Happening) => boolean,
    timeoutMs?: number,
  ) => Promise<Happening>;
  /** What has happened to an order so far. */
  readonly of: (orderId: string) => readonly Happening[];
  readonly close: () => void;
}

export interface BusEvent {
  readonly meta: { readonly id: string; readonly type: string; readonly subject: string; readonly occurredAt: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** The domain event inside a happening of kind `event`. */
export const eventOf = (happening: Happening): BusEvent | undefined =>
  happening.kind === 'event' ? (happening.detail['detail'] as BusEvent) : undefined;

/** The order that a happening is about, where it says so. */
export const orderOf = (happening: Happening): string | undefined => {
  const event = eventOf(happening);
  if (event) return (event.data['orderId'] as string | undefined) ?? event.meta.subject;
  const body = happening.detail['body'] as { data?: { orderId?: string } } | undefined;
  return happening.kind === 'webhook' ? body?.data?.orderId : undefined;
};

const WAIT_MS = 60_000;

interface Story {
  readonly happenings: Happening[];
  readonly waiting: Set<(happening: Happening) => void>;
}

/**
 * Follows the live feed. Happenings are kept under their order, so that waiting costs the same with one order and with
 * thousands; those of no order are only handed to `onHappening`.
 * @param waitMs how long `first` waits, unless it is told
 */
export const followFeed = async (
  platform: Platform,
  onHappening: (happening: Happening) => void = () => undefined,
  waitMs = WAIT_MS,
): Promise<Feed> => {
  const abort = new AbortController();
  const response = await fetch(`${platform.awsUrl}/_local/events`, { signal: abort.signal });
  if (!response.body) throw new Problem('The live feed is empty.', 'look at /_local/events in a browser.');
  const stories = new Map<string, Story>();
  const storyOf = (orderId: string): Story => {
    const story = stories.get(orderId) ?? { happenings: [], waiting: new Set() };
    stories.set(orderId, story);
    return story;
  };
  const take = (happening: Happening): void => {
    const orderId = orderOf(happening);
    if (orderId !== undefined) {
      const { happenings, waiting } = storyOf(orderId);
      happenings.push(happening);
      for (const waiter of waiting) waiter(happening);
    }
    onHappening(happening);
  };
  void read(response.body, take).catch(() => undefined);
  return {
    of: (orderId) => storyOf(orderId).happenings,
    first: (orderId, what, fits, timeoutMs = waitMs) => {
      const { happenings, waiting } = storyOf(orderId);
      const past = happenings.find(fits);
      if (past) return Promise.resolve(past);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(waiter);
          reject(new Error(`Waited ${timeoutMs / 1000} s for ${what}.`));
        }, timeoutMs);
        const waiter = (happening: Happening): void => {
          if (!fits(happening)) return;
          waiting.delete(waiter);
          clearTimeout(timer);
          resolve(happening);
        };
        waiting.add(waiter);
      });
    },
    close: () => abort.abort(),
  };
};

const read = async (stream: ReadableStream<Uint8Array>, take: (happening: Happening) => void): Promise<void> => {
  let buffer = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    buffer += decoder.decode(chunk, { stream: true });
    const messages = buffer.split('\n\n');
    buffer = messages.pop() ?? '';
    for (const message of messages) {
      const data = message.split('\n').find((line) => line.startsWith('data: '));
      if (data) take(JSON.parse(data.slice('data: '.length)) as Happening);
    }
  }
};

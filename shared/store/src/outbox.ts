import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import type { ChannelName, EventDefinition, Meta, NewEvent } from '@orderwire/events-schema/envelope';
import { isoTime } from '@orderwire/kernel/clock';
import { invariant } from '@orderwire/kernel/invariant';

/** The item attribute that carries the events of the very write that made this version of the item. */
export const OUTBOX_ATTRIBUTE = 'outbox';

interface StoredEvent {
  readonly type: string;
  /** Absent: 1. */
  readonly version?: number;
  /** Where it goes, if not on the bus. */
  readonly channel?: ChannelName;
  readonly data: Readonly<Record<string, unknown>>;
  /** Fields of `data` that the item says, or from which they can be derived: a write is billed by the item's kilobytes. */
  readonly fromItem?: readonly string[];
}

/** Each of our writes of an order is billed by the kilobyte: what is said twice is stored once. */
interface StoredOutbox extends Omit<Cause, 'correlationId'> {
  /** Absent where the item tells it: its `orderId`, or the subject where it has none. */
  readonly correlationId?: string;
  /** Absent where the item's `pk` tells it, behind what kind of row it is. */
  readonly subject?: string;
  readonly sequence: number;
  /** Absent where the item's `changedAt` tells it. */
  readonly at?: string;
  readonly events: readonly StoredEvent[];
}

/** An item as DynamoDB and its streams have it. */
export type Image = Readonly<Record<string, AttributeValue>>;

/** Fields of events that a row keeps in a shorter form, in full again. They count before an attribute of the same name. */
export type Derive = (image: Image) => Readonly<Record<string, unknown>>;

const nothing: Derive = () => ({});

/** What is published of one event. */
export interface OutgoingEvent {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly channel: ChannelName;
  /** The JSON of `{meta, data}`. */
  readonly detail: string;
}

/**
 * Makes the writer of an aggregate's outbox. The events are validated here, before the write commits: what is in the
 * outbox can be published. The result is one string, so that DynamoDB stores it compactly and nothing between the
 * write and the publisher looks inside.
 * @throws a zod error when an event does not fit its schema: a bug of ours, nothing is written
 */
export const makeOutbox = <D extends EventDefinition>(...definitions: readonly D[]) => {
  const known = new Map(definitions.map((definition) => [definition.type, definition]));
  return (write: {
    /** The aggregate's id. */
    readonly subject: string;
    /** The version that this write makes. */
    readonly sequence: number;
    /** Milliseconds since the epoch. */
    readonly at: number;
    readonly cause: Cause;
    readonly events: readonly NewEvent<D>[];
    /**
     * What the row that this write stores says, before it is marshalled, and what `Derive` makes of it: what events share
     * with it is stored once.
     */
    readonly item?: object;
    /** What people wrote is left out: the outbox stays in the row, which has forgotten it. */
    readonly isErased?: boolean;
  }): string => {
    const row = new Map<string, unknown>(Object.entries(write.item ?? {}));
    const events = write.events.map((event): StoredEvent => {
      const definition = known.get(event.type);
      invariant(definition, `This service does not publish ${event.type}.`);
      const said = definition.data.parse(event.data) as StoredEvent['data'];
      const data = write.isErased ? without(definition.words, said) : said;
      const { version, channel } = definition;
      const elsewhere = channel === 'bus' ? {} : { channel };
      return { type: event.type, ...(version !== 1 && { version }), ...elsewhere, ...withoutShared(data, row) };
    });
    const { correlationId, causationId, actor, reason } = write.cause;
    const toldByItem = write.item && correlationTold(write.subject, row.get('orderId'));
    const stored: StoredOutbox = {
      ...(subjectIn(row.get('pk')) !== write.subject && { subject: write.subject }),
      sequence: write.sequence,
      ...(row.get('changedAt') !== write.at && { at: isoTime(write.at) }),
      ...(correlationId !== toldByItem && { correlationId }),
      causationId,
      actor,
      ...(reason !== undefined && !write.isErased && { reason }),
      events,
    };
    return JSON.stringify(stored);
  };
};

/** Of a key such as `order/ord_1`. */
const subjectIn = (pk: unknown): string | undefined =>
  typeof pk === 'string' ? pk.slice(pk.indexOf('/') + 1) : undefined;

/** What is done for an order is correlated by the order. */
const correlationTold = (subject: string, orderId: unknown): string =>
  typeof orderId === 'string' ? orderId : subject;

const without = (names: readonly string[], data: StoredEvent['data']): StoredEvent['data'] =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));

const withoutShared = (
  data: StoredEvent['data'],
  row: ReadonlyMap<string, unknown>,
): Pick<StoredEvent, 'data' | 'fromItem'> => {
  const isShared = (name: string): boolean => data[name] !== undefined && isDeepStrictEqual(row.get(name), data[name]);
  const fromItem = Object.keys(data).filter(isShared);
  if (fromItem.length === 0) return { data };
  return { data: without(fromItem, data), fromItem };
};

const whole = ({ data, fromItem = [] }: StoredEvent, image: Image, derive: Derive): StoredEvent['data'] => {
  if (fromItem.length === 0) return data;
  const derived = derive(image);
  const fields = Object.entries(derived).filter(([name]) => fromItem.includes(name));
  const shared = fromItem
    .filter((name) => !(name in derived))
    .map((name) => {
      const value = image[name];
      invariant(value, `The item of this outbox has no ${name}.`);
      return [name, value] as const;
    });
  return { ...data, ...unmarshall(Object.fromEntries(shared)), ...Object.fromEntries(fields) };
};

/** A stored outbox, as its item completes it. */
interface OpenedOutbox extends Pick<Cause, 'actor' | 'reason'> {
  readonly events: readonly StoredEvent[];
  /** What is published at this position: the same however often the outbox is read. */
  readonly outgoing: (
    position: number,
    event: Pick<StoredEvent, 'type' | 'version' | 'channel'>,
    data: unknown,
  ) => OutgoingEvent;
}

/** `image` is the item that the outbox is part of, in the same version. */
export const openOutbox = (text: string, source: string, image: Image = {}): OpenedOutbox => {
  const outbox = JSON.parse(text) as StoredOutbox;
  const { subject = subjectIn(image['pk']?.S), at = isoTime(Number(image['changedAt']?.N)) } = outbox;
  invariant(subject, 'The item of this outbox does not say what it is about.');
  return {
    ...outbox,
    outgoing: (position, { type, version = 1, channel = 'bus' }, data) => {
      const meta: Meta = {
        id: `${subject}#${outbox.sequence}#${position}`,
        type,
        version,
        source,
        subject,
        sequence: outbox.sequence,
        occurredAt: at,
        correlationId: outbox.correlationId ?? correlationTold(subject, image['orderId']?.S),
        causationId: outbox.causationId,
        actor: outbox.actor,
      };
      return { id: meta.id, subject, type, channel, detail: JSON.stringify({ meta, data }) };
    },
  };
};

/** The events of an opened outbox, in full. */
export const eventsOf = (
  { events, outgoing }: OpenedOutbox,
  image: Image = {},
  derive: Derive = nothing,
): readonly OutgoingEvent[] => events.map((event, position) => outgoing(position, event, whole(event, image, derive)));

/** The events of a stored outbox, each with the same id however often it is read. */
export const readOutbox = (
  text: string,
  source: string,
  image: Image = {},
  derive: Derive = nothing,
): readonly OutgoingEvent[] => eventsOf(openOutbox(text, source, image), image, derive);

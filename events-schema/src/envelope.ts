import * as z from 'zod/mini';

/** Who caused an event. `id` is a customer's id, a partner's name or a service's name: never personal data. */
export const actorSchema = z.object({
  type: z.enum(['customer', 'staff', 'partner', 'system']),
  id: z.string().check(z.minLength(1)),
});

export type Actor = z.infer<typeof actorSchema>;

export const metaSchema = z.object({
  /** `<subject>#<sequence>#<position in the outbox>`: the same in every publication, so consumers dedupe on it. */
  id: z.string().check(z.minLength(1)),
  type: z.string().check(z.minLength(1)),
  version: z.int().check(z.positive()),
  source: z.string().check(z.startsWith('orderwire.')),
  /** The aggregate the event is about. */
  subject: z.string().check(z.minLength(1)),
  /** The aggregate's version that this event made. */
  sequence: z.int().check(z.positive()),
  occurredAt: z.iso.datetime(),
  correlationId: z.string().check(z.minLength(1)),
  causationId: z.string().check(z.minLength(1)),
  actor: actorSchema,
});

export type Meta = z.infer<typeof metaSchema>;

/**
 * Where an event is published. `bus`: anybody may subscribe. `timeline`: a success that only the timeline reads goes straight
 * to its queue, in the same envelope; nobody else gets it, and it is in no archive.
 */
export type ChannelName = 'bus' | 'timeline';

/** One event of the published language: schema and type from one source. */
export interface EventDefinition<Type extends string = string, Data extends z.ZodMiniType = z.ZodMiniType> {
  readonly type: Type;
  readonly version: number;
  /** `orderwire.<service>`: only that service publishes it. */
  readonly source: `orderwire.${string}`;
  readonly channel: ChannelName;
  /** Tolerant of unknown fields (they are dropped), so that an optional field can be added without a new version. */
  readonly data: Data;
  /** Dotted paths inside `data` that are personal or secret: logs, the timeline and dead-letter printers drop them. */
  readonly personal: readonly string[];
  /** Fields of `data` that hold people's own words. They are shown, and whoever keeps them drops them when the customer is erased. */
  readonly words: readonly string[];
  /** Why no service of ours subscribes, where none does. The architecture test holds it against the rules. */
  readonly noReader?: string;
}

export const defineEvent = <Type extends string, Data extends z.ZodMiniType>(
  definition: Omit<EventDefinition<Type, Data>, 'personal' | 'channel' | 'words'> &
    Partial<Pick<EventDefinition, 'personal' | 'channel' | 'words'>>,
): EventDefinition<Type, Data> => ({ personal: [], words: [], channel: 'bus', ...definition });

export type DataOf<D extends EventDefinition> = z.infer<D['data']>;

/** The event as a consumer's handler gets it. Distributes over a union of definitions. */
export type EventOf<D extends EventDefinition> =
  D extends EventDefinition<infer Type, infer Data>
    ? { readonly meta: Meta & { readonly type: Type }; readonly data: z.infer<Data> }
    : never;

/** An event that is about to be written into an outbox; the rest of `meta` comes from the write. */
export type NewEvent<D extends EventDefinition> =
  D extends EventDefinition<infer Type, infer Data> ? { readonly type: Type; readonly data: z.infer<Data> } : never;

const detailSchema = z.object({ meta: metaSchema, data: z.unknown() });

/**
 * Reads an EventBridge `detail` as the given event.
 * @throws an error of zod when it is not: the caller parks the message.
 */
export const parseEvent = <D extends EventDefinition>(definition: D, detail: unknown): EventOf<D> => {
  const { meta, data } = detailSchema.parse(detail);
  return { meta, data: definition.data.parse(data) } as EventOf<D>;
};

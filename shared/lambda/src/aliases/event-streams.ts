/**
 * Stands in for `@smithy/core/event-streams` in the bundles (see `alias` in services/common.yml): none of our calls sends or
 * answers a stream of events. It saves 20 kB of a cold start's script.
 */
const refuse = (): never => {
  throw new Error('The bundles hold no event streams: see services/common.yml.');
};

export const EventStreamSerde = refuse;

/** Every client of S3 makes one when it starts; it is asked only for calls with a stream. */
export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });

export const resolveEventStreamSerdeConfig = <Input extends object>(input: Input): Input => input;

import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { OutgoingEvent } from '@orderwire/store/outbox';

/**
 * Puts at most ten events where their readers find them. @returns for each, by its place, why it was not taken: a code, or
 * undefined when it was. HTTP 200 says nothing: each answer is read.
 * @throws what the call throws: then nobody knows what was taken
 */
export type Channel = (events: readonly OutgoingEvent[]) => Promise<readonly (string | undefined)[]>;

/** Neither taken nor refused: as if it were lost. */
const NO_ANSWER = 'NoAnswer';

/**
 * The bus, for every event that somebody but the timeline may read.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const busChannel =
  (eventBridge: Pick<EventBridgeClient, 'send'>, busName: string, source: string): Channel =>
  async (events) => {
    const entries = events.map(({ type, detail }): PutEventsRequestEntry => ({
      EventBusName: busName,
      Source: source,
      DetailType: type,
      Detail: detail,
    }));
    const { Entries: results = [] } = await eventBridge.send(new PutEventsCommand({ Entries: entries }));
    return events.map((_, place) => {
      const { EventId, ErrorCode = NO_ANSWER } = results[place] ?? {};
      return EventId === undefined ? ErrorCode : undefined;
    });
  };

/** The envelope that a rule of the bus would put round the event, as far as consumers read it. */
const envelopeOf = ({ id, type, detail }: OutgoingEvent, source: string): string =>
  `{"version":"0","id":${JSON.stringify(id)},"detail-type":${JSON.stringify(type)},"source":${JSON.stringify(source)},"detail":${detail}}`;

/**
 * The timeline's own queue, for events that only the timeline reads: an event on the bus costs two and a half times as much.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 * @param queueUrl undefined where the service has no such event
 */
export const timelineChannel =
  (sqs: Pick<SQSClient, 'send'>, queueUrl: string | undefined, source: string): Channel =>
  async (events) => {
    const entries = events.map((event, place) => ({ Id: String(place), MessageBody: envelopeOf(event, source) }));
    const { Successful: taken = [], Failed: failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
    );
    const codes = new Map<string | undefined, string | undefined>(failed.map(({ Id, Code }) => [Id, Code]));
    for (const { Id } of taken) codes.set(Id, undefined);
    return entries.map(({ Id }) => (codes.has(Id) ? codes.get(Id) : NO_ANSWER));
  };

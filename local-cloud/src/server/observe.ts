import type { Call } from '../engine/contract.ts';
import { parseJson } from '../engine/parse-json.ts';
import type { Happening, Hub } from './hub.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const parsed = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? parseJson(text) : text;
  } catch {
    return text;
  }
};

const tellEvents = (hub: Hub, input: Record<string, unknown>, output: unknown): void => {
  const results: unknown = isRecord(output) ? output['Entries'] : undefined;
  const entries: readonly unknown[] = Array.isArray(input['Entries']) ? input['Entries'] : [];
  for (const [index, entry] of entries.entries()) {
    const result: unknown = Array.isArray(results) ? results[index] : undefined;
    if (!isRecord(entry) || !isRecord(result) || typeof result['EventId'] !== 'string') continue;
    hub.tell(() => ({
      kind: 'event',
      title: `${String(entry['DetailType'])} by ${String(entry['Source'])}`,
      detail: { id: result['EventId'], bus: entry['EventBusName'], detail: parsed(entry['Detail']) },
    }));
  }
};

/** Events that one function sends to the queue of another, in the envelope that a rule would put round them. */
const tellSent = (hub: Hub, input: Record<string, unknown>, output: unknown): void => {
  const taken: unknown = isRecord(output) ? output['Successful'] : undefined;
  const entries: readonly unknown[] = Array.isArray(input['Entries']) ? input['Entries'] : [];
  for (const { Id } of Array.isArray(taken) ? (taken as readonly { readonly Id: unknown }[]) : []) {
    const sent = entries.find((entry) => isRecord(entry) && entry['Id'] === Id);
    const envelope = isRecord(sent) ? parsed(sent['MessageBody']) : undefined;
    if (!isRecord(envelope) || envelope['detail-type'] === undefined) continue;
    hub.tell(() => ({
      kind: 'event',
      title: `${String(envelope['detail-type'])} by ${String(envelope['source'])}`,
      detail: { id: envelope['id'], queue: input['QueueUrl'], detail: envelope['detail'] },
    }));
  }
};

const tellMail = (hub: Hub, input: Record<string, unknown>, output: unknown): void =>
  hub.tell((): Happening => {
    const destination = isRecord(input['Destination']) ? input['Destination'] : {};
    const message = isRecord(input['Message']) ? input['Message'] : {};
    const subject = isRecord(message['Subject']) ? message['Subject']['Data'] : undefined;
    const to = destination['ToAddresses'] ?? input['Destinations'] ?? [];
    const id = isRecord(output) ? output['MessageId'] : undefined;
    return {
      kind: 'mail',
      title: typeof subject === 'string' ? subject : 'a mail',
      detail: { id, to, from: input['Source'] },
    };
  });

const tellFile = (hub: Hub, input: Record<string, unknown>): void =>
  hub.tell(() => ({
    kind: 'file',
    title: `s3://${String(input['Bucket'])}/${String(input['Key'])}`,
    detail: { bucket: input['Bucket'], key: input['Key'], contentType: input['ContentType'] },
  }));

/** Tells watchers of a call that succeeded, where it is one that people follow. */
export const observe = (hub: Hub, { service, operation, input }: Call, output: unknown): void => {
  if (!isRecord(input)) return;
  if (service === 'events' && operation === 'PutEvents') tellEvents(hub, input, output);
  else if (service === 'sqs' && operation === 'SendMessageBatch') tellSent(hub, input, output);
  else if (service === 'ses') tellMail(hub, input, output);
  else if (service === 's3' && operation === 'PutObject') tellFile(hub, input);
};

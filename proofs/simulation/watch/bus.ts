import type { Published } from '../ledger.ts';
import type { Watch } from './watch.ts';

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

interface Detail {
  readonly meta: Omit<Published, 'type' | 'detail' | 'data' | 'source'>;
  readonly data: Readonly<Record<string, unknown>>;
}

interface PutEventsOutput {
  readonly Entries: readonly { readonly EventId?: string }[];
}

interface SendBatch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

interface SendBatchOutput {
  readonly Successful?: readonly { readonly Id: string }[];
}

interface Envelope {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: unknown;
}

/** More than one write ever causes. */
const MOST_EVENTS = 100;

/** What only the timeline reads, written down a second time: it goes to its queue, and everything else on the bus. */
const FOR_THE_TIMELINE: ReadonlySet<string> = new Set(['MailSent', 'WarehouseNotified', 'CourierNotified']);

/** Every accepted event, on whichever channel: first publications in order, and one content per id. */
export const watchBus = ({ checks, ledger, names }: Watch) => {
  const newest = new Map<string, number>();
  const timelineUrl = names.queueUrl('timeline', 'Inbox');

  const publish = ({ Source, DetailType, Detail }: Entry, isForTheTimeline: boolean): void => {
    const { meta, data } = JSON.parse(Detail) as Detail;
    const known = ledger.published.get(meta.id);
    checks.that(
      '04-publication',
      FOR_THE_TIMELINE.has(DetailType) === isForTheTimeline,
      () => `${meta.id} (${DetailType}) was published where its readers are not`,
      meta.subject,
    );
    checks.that(
      '04-publication',
      known === undefined || known.detail === Detail,
      () => `${meta.id} has two contents: ${known?.detail ?? ''} and ${Detail}`,
      meta.subject,
    );
    if (known !== undefined) return;
    const before = newest.get(meta.subject) ?? -1;
    const place = meta.sequence * MOST_EVENTS + Number(meta.id.slice(meta.id.lastIndexOf('#') + 1));
    checks.that(
      '04-publication',
      place > before,
      () => `${meta.id} was published after ${String(before / MOST_EVENTS)}`,
      meta.subject,
    );
    newest.set(meta.subject, place);
    ledger.published.set(meta.id, { ...meta, type: DetailType, detail: Detail, data, source: Source });
  };

  return {
    onPutEvents: (input: { readonly Entries: readonly Entry[] }, output: PutEventsOutput): void =>
      input.Entries.forEach((entry, index) => {
        if (output.Entries[index]?.EventId !== undefined) publish(entry, false);
      }),
    onSendBatch: ({ QueueUrl, Entries }: SendBatch, { Successful = [] }: SendBatchOutput): void => {
      checks.that('04-publication', QueueUrl === timelineUrl, () => `events were sent to ${QueueUrl}`);
      const taken = new Set(Successful.map(({ Id }) => Id));
      for (const { Id, MessageBody } of Entries) {
        if (!taken.has(Id)) continue;
        const { source, 'detail-type': type, detail } = JSON.parse(MessageBody) as Envelope;
        publish({ Source: source, DetailType: type, Detail: JSON.stringify(detail) }, true);
      }
    },
  };
};

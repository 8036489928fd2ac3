import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, same } from '../check.ts';
import { recordedWhen } from '../deliveries.ts';
import { look, take } from '../sqs/taking.ts';
import { EVENT_BRIDGE } from '../pages.ts';

interface Envelope {
  readonly id: string;
  readonly time: string;
  readonly detail: unknown;
}

/** Puts one event and gives its id. */
const tell = async (cloud: Cloud, DetailType: string, detail: object, more: Partial<PutEventsRequestEntry> = {}) => {
  const EventBusName = cloud.fixture.name('Bus');
  const entry = { EventBusName, Source: 'conformance', DetailType, Detail: JSON.stringify(detail), ...more };
  const { Entries } = await cloud.events.send(new PutEventsCommand({ Entries: [entry] }));
  return Entries?.[0]?.EventId;
};

/** Puts an event that is told apart by its `run`; gives that and the event's id. */
const tellAnew = async (cloud: Cloud, DetailType: string) => {
  const run = cloud.unique('told');
  return { run, id: await tell(cloud, DetailType, { run }) };
};

const arrivedAt = async (cloud: Cloud, queue: string, text: string): Promise<Envelope> =>
  JSON.parse((await take(cloud, await cloud.fixture.queueUrl(queue), text)).Body ?? '') as Envelope;

const textOf = (attributes: Awaited<ReturnType<typeof take>>['MessageAttributes'], name: string) =>
  attributes?.[name]?.StringValue;

export const delivery = casesOf('events/delivery', EVENT_BRIDGE.guide('eb-events-structure'), [
  {
    name: 'envelope',
    rule: 'A target gets the event with its envelope: version, id, detail-type, source, account, time, region, resources.',
    run: async (cloud) => {
      const run = cloud.unique('told');
      const id = await tell(
        cloud,
        'Told',
        { run },
        { Resources: ['arn:aws:s3:::one'], Time: new Date(1_767_323_045_678) },
      );
      same(await arrivedAt(cloud, 'Told', run), {
        version: '0',
        id,
        'detail-type': 'Told',
        source: 'conformance',
        account: await cloud.fixture.accountId(),
        time: '2026-01-02T03:04:05Z',
        region: cloud.region,
        resources: ['arn:aws:s3:::one'],
        detail: { run },
      });
    },
  },
  {
    name: 'time',
    rule: 'An event without a time has the time of the call, in whole seconds; without resources it has an empty list.',
    run: async (cloud) => {
      const run = cloud.unique('told');
      const before = Date.now();
      await tell(cloud, 'Told', { run });
      const event = (await arrivedAt(cloud, 'Told', run)) as Envelope & { readonly resources: unknown };
      holds(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(event.time), `${event.time} is no whole second.`);
      holds(Math.abs(Date.parse(event.time) - before) < 60_000, `${event.time} is not now.`);
      same(event.resources, []);
    },
  },
  {
    name: 'every-target',
    rule: 'A rule sends an event that matches to each of its targets, with the same id.',
    source: EVENT_BRIDGE.guide('eb-rules'),
    run: async (cloud) => {
      const { run, id } = await tellAnew(cloud, 'Told');
      same((await arrivedAt(cloud, 'Told', run)).id, id);
      same((await arrivedAt(cloud, 'ToldToo', run)).id, id);
    },
  },
  {
    name: 'detail-as-sent',
    rule: 'The detail arrives with nested values, escapes and large numbers as they were sent.',
    run: async (cloud) => {
      const run = cloud.unique('told');
      const detail = {
        run,
        nested: { list: [1, null, true, { a: '\u{20ac} "quoted" \n' }] },
        cents: 9_007_199_254_740_991,
      };
      await tell(cloud, 'Told', detail);
      same((await arrivedAt(cloud, 'Told', run)).detail, detail);
    },
  },
  {
    name: 'only-what-matches',
    rule: 'What the pattern does not match is not sent, and neither is anything by a rule that is disabled.',
    source: EVENT_BRIDGE.guide('eb-rules'),
    run: async (cloud) => {
      const [quiet, rested, run] = [cloud.unique('quiet'), cloud.unique('rested'), cloud.unique('told')];
      await tell(cloud, 'Told', { run: quiet, quiet: true });
      await tell(cloud, 'Rested', { run: rested });
      await tell(cloud, 'Told', { run });
      const url = await cloud.fixture.queueUrl('Told');
      const seen: string[] = [];
      await cloud.eventually(async () => {
        seen.push(...(await look(cloud, url, 1)).map(({ Body = '' }) => Body));
        return seen.some((body) => body.includes(run)) ? seen : undefined;
      });
      same(
        seen.filter((body) => body.includes(quiet) || body.includes(rested)),
        [],
      );
      same(seen.filter((body) => body.includes(run)).length, 1);
    },
  },
  {
    name: 'no-permission',
    rule: "An event for a queue that does not let the rule in goes to the rule's dead-letter queue at once, without retries.",
    source: EVENT_BRIDGE.guide('eb-rule-dlq'),
    run: async (cloud) => {
      const { run, id } = await tellAnew(cloud, 'Barred');
      const { Body, MessageAttributes } = await take(cloud, await cloud.fixture.queueUrl('Undelivered'), run, 60_000);
      same((JSON.parse(Body ?? '') as Envelope).id, id);
      same(textOf(MessageAttributes, 'ERROR_CODE'), 'NO_PERMISSIONS');
      same(textOf(MessageAttributes, 'TARGET_ARN'), await cloud.fixture.arn('sqs', 'Closed'));
      const rule = `rule/${cloud.fixture.name('Bus')}/${cloud.fixture.name('ToClosed')}`;
      holds(textOf(MessageAttributes, 'RULE_ARN')?.endsWith(rule) ?? false, `RULE_ARN is not that of ${rule}.`);
      same(textOf(MessageAttributes, 'RETRY_ATTEMPTS'), '0');
    },
  },
  {
    name: 'no-resource',
    rule: "An event for a queue that does not exist goes to the rule's dead-letter queue at once.",
    source: EVENT_BRIDGE.guide('eb-rule-dlq'),
    run: async (cloud) => {
      const { run } = await tellAnew(cloud, 'Astray');
      const { MessageAttributes } = await take(cloud, await cloud.fixture.queueUrl('Undelivered'), run, 60_000);
      same(textOf(MessageAttributes, 'ERROR_CODE'), 'NO_RESOURCE');
    },
  },
  {
    name: 'to-a-function',
    rule: 'A rule calls a function with the event itself as its payload.',
    source: EVENT_BRIDGE.guide('eb-targets'),
    run: async (cloud) => {
      const { run, id } = await tellAnew(cloud, 'Called');
      const [call] = await recordedWhen(cloud, run);
      same([call?.event['id'], call?.event['detail']], [id, { run }]);
    },
  },
]);

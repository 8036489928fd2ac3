import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readOutbox } from '@orderwire/store/outbox';
import { makeFakeClient } from '@orderwire/testing/fakes';
import type { WebhookRow } from '../webhook-row.ts';

type Item = Record<string, AttributeValue>;

/** A Requests table with the two conditions that the webhook log writes with, and what its stream would publish. */
export const makeFakeRequestsTable = (source: string) => {
  const items = new Map<string, Item>();
  const published: { readonly id: string; readonly type: string; readonly data: unknown }[] = [];

  const { client, inputs } = makeFakeClient((input) => {
    const item = input['Item'] as Item;
    const id = item['webhookId']?.S ?? '';
    const current = items.get(id);
    const seen = (input['ExpressionAttributeValues'] as Item | undefined)?.[':seen']?.N;
    const holds = seen === undefined ? current === undefined : current?.['version']?.N === seen;
    if (!holds) throw Object.assign(new Error(), { name: 'ConditionalCheckFailedException', Item: current });
    items.set(id, item);
    const outbox = item['outbox']?.S;
    for (const event of outbox === undefined ? [] : readOutbox(outbox, source)) {
      const { data } = JSON.parse(event.detail) as { readonly data: unknown };
      published.push({ id: event.id, type: event.type, data });
    }
    return {};
  });

  return {
    dynamo: client,
    writes: inputs,
    published,
    row: (webhookId: string): WebhookRow | undefined => {
      const item = items.get(webhookId);
      return item && (unmarshall(item) as WebhookRow);
    },
    text: () => JSON.stringify([...items.values()]),
  };
};

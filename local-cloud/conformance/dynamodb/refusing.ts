import { refused, same } from '../check.ts';
import type { Item, Items } from './items.ts';

export const refusedAs = async (
  items: Items,
  ConditionExpression: string,
  message: RegExp,
  more: { readonly values?: Item; readonly names?: Record<string, string> } = {},
): Promise<void> => {
  const key = items.fresh();
  await refused(
    items.put(key, {
      ConditionExpression,
      ...(more.values && { ExpressionAttributeValues: more.values }),
      ...(more.names && { ExpressionAttributeNames: more.names }),
    }),
    'ValidationException',
    message,
  );
  same(await items.get(key), undefined, 'nothing is written');
};

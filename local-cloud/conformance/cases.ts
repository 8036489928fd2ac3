import type { ConformanceCase } from './case.ts';
import { condition } from './dynamodb/condition.ts';
import { putItem } from './dynamodb/put-item.ts';

/** Every suite. A line each; suites run at the same time, the cases of one in their order. */
export const SUITES: readonly (readonly ConformanceCase[])[] = [
  // DynamoDB and its streams.
  condition,
  putItem,
];

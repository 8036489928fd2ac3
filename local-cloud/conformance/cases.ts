import type { ConformanceCase } from './case.ts';
import { condition } from './dynamodb/condition.ts';
import { expressions } from './dynamodb/expressions.ts';
import { projection } from './dynamodb/projection.ts';
import { putItem } from './dynamodb/put-item.ts';
import { returnValues, update } from './dynamodb/update.ts';
import { values } from './dynamodb/values.ts';

/** Every suite. A line each; suites run at the same time, the cases of one in their order. */
export const SUITES: readonly (readonly ConformanceCase[])[] = [
  // DynamoDB and its streams.
  condition,
  expressions,
  projection,
  putItem,
  returnValues,
  update,
  values,
];

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { attributeOf, type Item } from '../item.ts';
import { describePath, nameOf, type ResolvedPath, type Scope } from './scope.ts';
import type { Path } from './reader.ts';

const step = (value: AttributeValue | undefined, segment: string | number): AttributeValue | undefined => {
  if (value === undefined) return undefined;
  if (typeof segment === 'number') return value.L?.[segment];
  return value.M === undefined ? undefined : attributeOf(value.M, segment);
};

/** What an item holds at a path as written; undefined when any part of the path is missing. */
export const valueAt = (item: Item, path: Path, scope: Scope): AttributeValue | undefined => {
  let value = attributeOf(item, nameOf(scope, path[0] as string));
  for (let at = 1; at < path.length; at += 1) {
    const segment = path[at] as string | number;
    value = step(value, typeof segment === 'string' ? nameOf(scope, segment) : segment);
  }
  return value;
};

const relation = (one: ResolvedPath, two: ResolvedPath): 'apart' | 'overlap' | 'conflict' => {
  for (let at = 0; at < one.length && at < two.length; at += 1) {
    if (typeof one[at] !== typeof two[at]) return 'conflict';
    if (one[at] !== two[at]) return 'apart';
  }
  return 'overlap';
};

/** DynamoDB's fault when one path is, contains, or contradicts another. */
export const overlapOf = (paths: readonly ResolvedPath[]): string | undefined => {
  for (let second = 1; second < paths.length; second += 1)
    for (let first = 0; first < second; first += 1) {
      const one = paths[first] as ResolvedPath;
      const two = paths[second] as ResolvedPath;
      const found = relation(one, two);
      if (found !== 'apart')
        return `Two document paths ${found} with each other; must remove or rewrite one of these paths; path one: ${describePath(one)}, path two: ${describePath(two)}`;
    }
  return undefined;
};

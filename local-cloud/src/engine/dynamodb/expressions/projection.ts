import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { attributeOf, setAttribute, type Item } from '../item.ts';
import { overlapOf } from './paths.ts';
import { makeReader, type Path } from './reader.ts';
import { resolvePath, type Check, type Parsed, type ResolvedPath } from './scope.ts';

export type Projection = readonly Path[];

const overlapCheck =
  (paths: Projection): Check =>
  (scope) =>
    overlapOf(paths.map((path) => resolvePath(scope, path)));

export const parseProjection = (text: string): Parsed<Projection> => {
  const kind = 'ProjectionExpression';
  const reader = makeReader(kind, text);
  const ast: Path[] = [];
  do ast.push(reader.path());
  while (reader.accept(','));
  reader.finish();
  return { kind, ast, checks: ast.length > 1 ? [overlapCheck(ast)] : [], names: reader.names, values: reader.values };
};

/** What is wanted of one value: all of it, or parts of it. */
interface Wanted {
  whole: boolean;
  readonly parts: Map<string | number, Wanted>;
}

const wantedOf = (paths: readonly ResolvedPath[]): Wanted => {
  const root: Wanted = { whole: false, parts: new Map() };
  for (const path of paths) {
    let node = root;
    for (const segment of path) {
      const next = node.parts.get(segment) ?? { whole: false, parts: new Map() };
      node.parts.set(segment, next);
      node = next;
    }
    node.whole = true;
  }
  return root;
};

const pick = (map: Item, wanted: Wanted): Record<string, AttributeValue> => {
  const picked: Record<string, AttributeValue> = {};
  for (const [name, part] of wanted.parts) {
    const value = typeof name === 'string' ? attributeOf(map, name) : undefined;
    const found = value === undefined ? undefined : pickValue(value, part);
    if (found !== undefined) setAttribute(picked, name as string, found);
  }
  return picked;
};

/** Elements of a list keep their order and leave no gaps, as DynamoDB answers them. */
const pickValue = (value: AttributeValue, wanted: Wanted): AttributeValue | undefined => {
  if (wanted.whole) return value;
  if (value.M !== undefined) {
    const picked = pick(value.M, wanted);
    return Object.keys(picked).length === 0 ? undefined : { M: picked };
  }
  if (value.L === undefined) return undefined;
  const picked = value.L.flatMap((element, at) => {
    const part = wanted.parts.get(at);
    const found = part === undefined ? undefined : pickValue(element, part);
    return found === undefined ? [] : [found];
  });
  return picked.length === 0 ? undefined : { L: picked };
};

/** The parts of an item at these paths; paths that lead nowhere are left out. */
export const project = (item: Item, paths: readonly ResolvedPath[]): Record<string, AttributeValue> =>
  pick(item, wantedOf(paths));

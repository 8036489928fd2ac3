import type { Condition } from './condition-ast.ts';
import { parseCondition } from './condition.ts';
import { parseProjection, type Projection } from './projection.ts';
import type { ExpressionKind } from './reader.ts';
import type { Parsed } from './scope.ts';
import { parseUpdate, type UpdateAction } from './update.ts';

/** Services use a few dozen texts; a caller that keeps building new ones must not fill the memory. */
const MAXIMUM_TEXTS = 1000;

/** The oldest text is dropped. This caches a pure function, so it is not part of the engine's state. */
const memoised = <Ast>(parse: (text: string) => Parsed<Ast>): ((text: string) => Parsed<Ast>) => {
  const known = new Map<string, Parsed<Ast>>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    for (const oldest of known.keys()) {
      if (known.size < MAXIMUM_TEXTS) break;
      known.delete(oldest);
    }
    known.set(text, parsed);
    return parsed;
  };
};

const optional =
  <Ast>(parse: (text: string) => Parsed<Ast>) =>
  (text: string | undefined): Parsed<Ast> | undefined =>
    text === undefined ? undefined : parse(text);

const conditions = (kind: ExpressionKind) => memoised((text) => parseCondition(kind, text));

export const conditionOf: (text: string | undefined) => Parsed<Condition> | undefined = optional(
  conditions('ConditionExpression'),
);
export const filterOf: (text: string | undefined) => Parsed<Condition> | undefined = optional(
  conditions('FilterExpression'),
);
export const keyConditionOf: (text: string) => Parsed<Condition> = conditions('KeyConditionExpression');
export const projectionOf: (text: string | undefined) => Parsed<Projection> | undefined = optional(
  memoised(parseProjection),
);
export const updateOf: (text: string | undefined) => Parsed<readonly UpdateAction[]> | undefined = optional(
  memoised(parseUpdate),
);

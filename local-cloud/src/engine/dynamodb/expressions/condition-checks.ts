import { typeOf, type TypeName } from '../item.ts';
import { compareValues } from '../values.ts';
import type { Operand } from './condition-ast.ts';
import { describePath, describeValue, resolvePath, valueOf, type Check, type Scope } from './scope.ts';

const TYPES: ReadonlySet<string> = new Set(['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M']);

const literalType = (operand: Operand, scope: Scope): TypeName | undefined =>
  operand.kind === 'value' ? typeOf(valueOf(scope, operand.name)) : undefined;

const incorrectType = (what: string, type: string): string =>
  `Incorrect operand type for operator or function; ${what}, operand type: ${type}`;

export const typeCheck =
  (what: string, operands: readonly Operand[], allowed: readonly TypeName[]): Check =>
  (scope) => {
    for (const operand of operands) {
      const type = literalType(operand, scope);
      if (type !== undefined && !allowed.includes(type)) return incorrectType(what, type);
    }
    return undefined;
  };

export const boundsCheck =
  (low: Operand, high: Operand): Check =>
  (scope) => {
    if (low.kind !== 'value' || high.kind !== 'value') return undefined;
    const [lower, upper] = [valueOf(scope, low.name), valueOf(scope, high.name)];
    const order = compareValues(lower, upper);
    const bounds = () => `lower bound operand: ${describeValue(lower)}, upper bound operand: ${describeValue(upper)}`;
    if (typeOf(lower) !== typeOf(upper))
      return `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds()}`;
    return order !== undefined && order > 0
      ? `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds()}`
      : undefined;
  };

export const attributeTypeCheck =
  (argument: Operand): Check =>
  (scope) => {
    const type = literalType(argument, scope);
    if (type !== 'S' || argument.kind !== 'value')
      return incorrectType('operator or function: attribute_type', type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
    const named = valueOf(scope, argument.name).S ?? '';
    return TYPES.has(named)
      ? undefined
      : `Invalid attribute type name found; type: ${named}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`;
  };

/** A path that means the same attribute as the one that it is held against is refused. */
export const distinctCheck =
  (operator: string, left: Operand, others: readonly Operand[]): Check =>
  (scope) => {
    if (left.kind !== 'path') return undefined;
    const first = describePath(resolvePath(scope, left.path));
    return others.some((other) => other.kind === 'path' && describePath(resolvePath(scope, other.path)) === first)
      ? `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${first}`
      : undefined;
  };

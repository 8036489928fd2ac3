import type { Condition, Operand } from './condition-ast.ts';
import { nameOf, type Scope } from './scope.ts';

const operandsOf = (condition: Condition): readonly Operand[] => {
  switch (condition.kind) {
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.low, condition.high];
    case 'in':
      return [condition.operand, ...condition.options];
    case 'attribute_exists':
    case 'attribute_not_exists':
      return [condition.operand];
    case 'attribute_type':
    case 'begins_with':
    case 'contains':
      return [condition.operand, condition.argument];
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.of);
  }
};

const pathOf = (operand: Operand): Operand => (operand.kind === 'size' ? pathOf(operand.of) : operand);

/** The top-level attributes that a condition looks at. */
export const headsOf = (condition: Condition, scope: Scope): ReadonlySet<string> =>
  new Set(
    operandsOf(condition)
      .map(pathOf)
      .flatMap((operand) => (operand.kind === 'path' ? [nameOf(scope, String(operand.path[0]))] : [])),
  );

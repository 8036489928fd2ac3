import type { Comparator, Condition, Operand } from './condition-ast.ts';
import { attributeTypeCheck, boundsCheck, distinctCheck, typeCheck } from './condition-checks.ts';
import { makeReader, type ExpressionKind, type Reader } from './reader.ts';
import type { Check, Parsed } from './scope.ts';

type Node = Operand | Condition;

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const ARITY: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const MAXIMUM_OPTIONS = 100;
const NO_PATH: Operand = { kind: 'path', path: ['none'] };

const isOperand = (node: Node): node is Operand =>
  node.kind === 'path' || node.kind === 'value' || node.kind === 'size';

/**
 * Conditions, filters and key conditions share this grammar:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 * Binding, from the loosest: OR, AND, NOT, comparison, parentheses.
 */
const makeParser = (reader: Reader, checks: Check[]) => {
  /** What the last closed pair of parentheses held: to be wrapped again at once is redundant. */
  let wrapped: Node | undefined;
  const condition = (node: Node): Condition => (isOperand(node) ? misplaced(node) : node);
  const operand = (node: Node): Operand => (isOperand(node) ? node : misplaced(node));

  const misplaced = (node: Node): never => {
    if (Object.hasOwn(ARITY, node.kind))
      reader.refuse(`The function is not allowed to be used this way in an expression; function: ${node.kind}`);
    return reader.syntaxError();
  };

  const or = (): Node => {
    let left = and();
    while (reader.acceptWord('OR')) left = { kind: 'or', left: condition(left), right: condition(and()) };
    return left;
  };

  const and = (): Node => {
    let left = not();
    while (reader.acceptWord('AND')) left = { kind: 'and', left: condition(left), right: condition(not()) };
    return left;
  };

  const not = (): Node => (reader.acceptWord('NOT') ? { kind: 'not', of: condition(not()) } : comparison());

  const comparison = (): Node => {
    const left = primary();
    const token = reader.peek();
    if (token.kind === 'symbol' && COMPARATORS.has(token.text)) return compared(operand(left));
    if (reader.acceptWord('BETWEEN')) return between(operand(left));
    if (reader.acceptWord('IN')) return among(operand(left));
    return left;
  };

  const compared = (left: Operand): Condition => {
    const operator = reader.next().text as Comparator;
    const right = operand(primary());
    checks.push(distinctCheck(operator, left, [right]));
    if (operator !== '=' && operator !== '<>')
      checks.push(typeCheck(`operator: ${operator}`, [left, right], ['S', 'N', 'B']));
    return { kind: 'compare', operator, left, right };
  };

  const between = (left: Operand): Condition => {
    const low = operand(primary());
    if (!reader.acceptWord('AND')) reader.syntaxError();
    const high = operand(primary());
    checks.push(
      distinctCheck('BETWEEN', left, [low, high]),
      typeCheck('operator: BETWEEN', [left, low, high], ['S', 'N', 'B']),
      boundsCheck(low, high),
    );
    return { kind: 'between', operand: left, low, high };
  };

  const among = (left: Operand): Condition => {
    reader.expect('(');
    const options = list();
    if (options.length > MAXIMUM_OPTIONS)
      reader.fault(
        'Incorrect number of operands for operator or function; operator or function: IN, number of operands: ' +
          String(options.length + 1),
      );
    checks.push(distinctCheck('IN', left, options));
    return { kind: 'in', operand: left, options };
  };

  const list = (): Operand[] => {
    const operands: Operand[] = [];
    do operands.push(operand(primary()));
    while (reader.accept(','));
    reader.expect(')');
    return operands;
  };

  const primary = (): Node => {
    if (reader.accept('(')) return parenthesised();
    const value = reader.value();
    if (value !== undefined) return { kind: 'value', name: value };
    const token = reader.peek();
    const after = reader.peek(1);
    if (token.kind === 'word' && after.kind === 'symbol' && after.text === '(') return call();
    if (['AND', 'OR', 'NOT', 'BETWEEN', 'IN'].some((keyword) => reader.isWord(keyword))) reader.syntaxError();
    return { kind: 'path', path: reader.path() };
  };

  const parenthesised = (): Node => {
    const node = or();
    reader.expect(')');
    if (node === wrapped) reader.fault('The expression has redundant parentheses;');
    wrapped = node;
    return node;
  };

  const call = (): Node => {
    const name = reader.next().text;
    reader.expect('(');
    const operands = list();
    const arity = ARITY[name];
    const [first, second] = operands;
    if (arity === undefined) reader.fault(`Invalid function name; function: ${name}`);
    else if (operands.length !== arity)
      reader.fault(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      );
    // A fault is remembered by now, so that what is built here will never be evaluated.
    if (first === undefined || operands.length !== arity) return { kind: 'attribute_exists', operand: NO_PATH };
    return second === undefined ? unary(name, first) : binary(name, first, second);
  };

  const unary = (name: string, of: Operand): Node => {
    const what = `operator or function: ${name}`;
    if (name === 'size') {
      checks.push(typeCheck(what, [of], ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']));
      return { kind: 'size', of };
    }
    if (of.kind !== 'path') reader.fault(`Operator or function requires a document path; ${what}`);
    return { kind: name as 'attribute_exists', operand: of };
  };

  const binary = (name: string, of: Operand, argument: Operand): Node => {
    if (name === 'attribute_type') checks.push(attributeTypeCheck(argument));
    if (name === 'begins_with') checks.push(typeCheck(`operator or function: ${name}`, [of, argument], ['S', 'B']));
    checks.push(distinctCheck(name, of, [argument]));
    return { kind: name as 'contains', operand: of, argument };
  };

  return { or, condition };
};

/** Throws ValidationException as DynamoDB does; operands are checked once the values are known (`openScope`). */
export const parseCondition = (kind: ExpressionKind, text: string): Parsed<Condition> => {
  const reader = makeReader(kind, text);
  const checks: Check[] = [];
  const parser = makeParser(reader, checks);
  const ast = parser.condition(parser.or());
  reader.finish();
  return { kind, ast, checks, names: reader.names, values: reader.values };
};

import { overlapOf } from './paths.ts';
import { makeReader, type Path, type Reader } from './reader.ts';
import { resolvePath, valueOf, type Check, type Parsed } from './scope.ts';
import { typeOf } from '../item.ts';

export type SetOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: SetOperand }
  | { readonly kind: 'list_append'; readonly left: SetOperand; readonly right: SetOperand };

export type SetValue =
  | SetOperand
  | { readonly kind: 'plus'; readonly left: SetOperand; readonly right: SetOperand }
  | { readonly kind: 'minus'; readonly left: SetOperand; readonly right: SetOperand };

export type UpdateAction =
  | { readonly kind: 'set'; readonly path: Path; readonly value: SetValue }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly name: string };

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

const CONDITIONS_ONLY: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

/** As DynamoDB calls the types in this one message. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

const incorrectType = (what: string, type: string): string =>
  `Incorrect operand type for operator or function; ${what}, operand type: ${type}`;

const setOrNumberCheck =
  (section: 'ADD' | 'DELETE', name: string): Check =>
  (scope) => {
    const type = typeOf(valueOf(scope, name));
    const long = LONG_NAMES[type];
    return long === undefined || (section === 'ADD' && type === 'N')
      ? undefined
      : incorrectType(`operator: ${section}`, long);
  };

const operandCheck =
  (what: string, operand: SetOperand, wanted: 'N' | 'L'): Check =>
  (scope) => {
    if (operand.kind !== 'value') return undefined;
    const type = typeOf(valueOf(scope, operand.name));
    return type === wanted ? undefined : incorrectType(`operator or function: ${what}`, type);
  };

const overlapCheck =
  (actions: readonly UpdateAction[]): Check =>
  (scope) =>
    overlapOf(actions.map(({ path }) => resolvePath(scope, path)));

const makeParser = (reader: Reader, checks: Check[]) => {
  const operand = (): SetOperand => {
    if (reader.accept('(')) {
      const inner = operand();
      reader.expect(')');
      return inner;
    }
    const value = reader.value();
    if (value !== undefined) return { kind: 'value', name: value };
    const after = reader.peek(1);
    if (reader.peek().kind === 'word' && after.kind === 'symbol' && after.text === '(') return call();
    return { kind: 'path', path: reader.path() };
  };

  const call = (): SetOperand => {
    const name = reader.next().text;
    reader.expect('(');
    const operands = [operand()];
    while (reader.accept(',')) operands.push(operand());
    reader.expect(')');
    const [left, right] = operands;
    if (CONDITIONS_ONLY.has(name))
      reader.fault(`The function is not allowed in an update expression; function: ${name}`);
    else if (name !== 'if_not_exists' && name !== 'list_append')
      reader.fault(`Invalid function name; function: ${name}`);
    if (left === undefined || right === undefined || operands.length !== 2) {
      reader.fault(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      );
      return { kind: 'value', name };
    }
    if (name === 'list_append') {
      if (operands.some(({ kind }) => kind === 'list_append'))
        reader.fault(`The function is not allowed to be used this way in an expression; function: ${name}`);
      checks.push(operandCheck(name, left, 'L'), operandCheck(name, right, 'L'));
      return { kind: 'list_append', left, right };
    }
    if (left.kind === 'path') return { kind: 'if_not_exists', path: left.path, otherwise: right };
    reader.fault(`Operator or function requires a document path; operator or function: ${name}`);
    return left;
  };

  const setValue = (): SetValue => {
    if (wrapsArithmetic()) {
      reader.expect('(');
      const inner = setValue();
      reader.expect(')');
      return inner;
    }
    const left = operand();
    const kind = reader.accept('+') ? 'plus' : reader.accept('-') ? 'minus' : undefined;
    if (kind === undefined) return left;
    const right = operand();
    const sign = kind === 'plus' ? '+' : '-';
    checks.push(operandCheck(sign, left, 'N'), operandCheck(sign, right, 'N'));
    return { kind, left, right };
  };

  /** `(a + b)`: the parenthesis that comes next closes after an operator of its own level. */
  const wrapsArithmetic = (): boolean => {
    if (reader.peek().text !== '(') return false;
    for (let ahead = 1, depth = 1; depth > 0; ahead += 1) {
      const token = reader.peek(ahead);
      if (token.kind === 'end') return false;
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth === 1 && (token.text === '+' || token.text === '-')) return true;
    }
    return false;
  };

  const action = (section: Section): UpdateAction => {
    const path = reader.path();
    if (section === 'REMOVE') return { kind: 'remove', path };
    if (section === 'SET') {
      reader.expect('=');
      return { kind: 'set', path, value: setValue() };
    }
    const name = reader.value() ?? reader.syntaxError();
    checks.push(setOrNumberCheck(section, name));
    return { kind: section === 'ADD' ? 'add' : 'delete', path, name };
  };

  return { action };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
export const parseUpdate = (text: string): Parsed<readonly UpdateAction[]> => {
  const kind = 'UpdateExpression';
  const reader = makeReader(kind, text);
  const checks: Check[] = [];
  const parser = makeParser(reader, checks);
  const seen = new Set<Section>();
  const ast: UpdateAction[] = [];
  do {
    const section = SECTIONS.find((name) => reader.acceptWord(name)) ?? reader.syntaxError();
    if (seen.has(section)) reader.fault(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do ast.push(parser.action(section));
    while (reader.accept(','));
  } while (reader.peek().kind !== 'end');
  reader.finish();
  if (ast.length > 1) checks.unshift(overlapCheck(ast));
  return { kind, ast, checks, names: reader.names, values: reader.values };
};

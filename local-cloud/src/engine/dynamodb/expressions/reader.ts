import { validation } from '../errors.ts';
import { isReserved } from './reserved-words.ts';

export type ExpressionKind =
  'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression' | 'ProjectionExpression' | 'UpdateExpression';

export interface Token {
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A document path as written: a string is a bare name or a `#placeholder`, a number a list index. */
export type Path = readonly (string | number)[];

/** What a text turned out to use; every `#name` and `:value` once. */
export interface Usage {
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}

/** Tokens of one expression, with DynamoDB's messages for faults in it. */
export interface Reader extends Usage {
  peek(ahead?: number): Token;
  next(): Token;
  /** Consumes the symbol when it comes next. */
  accept(symbol: string): boolean;
  /** Consumes the keyword (any case) when it comes next. */
  acceptWord(keyword: string): boolean;
  expect(symbol: string): void;
  isWord(keyword: string, token?: Token): boolean;
  path(): Path;
  /** `:value`, when it comes next. */
  value(): string | undefined;
  /** Remembers a fault that only counts once the whole text has been understood. */
  fault(message: string): void;
  /** Throws at once, where it makes no sense to read on. */
  refuse(message: string): never;
  /** Throws what `fault` remembered first, or a syntax error when tokens are left. */
  finish(): void;
  syntaxError(): never;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAXIMUM_LEVELS = 32;
/** No page names it; DynamoDB takes this index and refuses the next. */
const MAXIMUM_LIST_INDEX = 4_294_967_294;

const TOKEN =
  /[ \t\r\n]*(?:([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([0-9]+)|(<>|<=|>=|[^ \t\r\n]))/y;
const KINDS = ['word', 'name', 'value', 'number', 'symbol'] as const;

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const index = KINDS.findIndex((_, at) => match[at + 1] !== undefined);
    const found = match[index + 1] ?? '';
    const end = match.index + match[0].length;
    tokens.push({ kind: KINDS[index] ?? 'symbol', text: found, start: end - found.length, end });
  }
  return tokens;
};

export const invalidExpression = (kind: ExpressionKind, message: string) => validation(`Invalid ${kind}: ${message}`);

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
export const LONGEST_EXPRESSION_BYTES = 4096;
const MOST_OPERATORS = 300;
/** Of functions in functions, which DynamoDB does not count; every other pair of parentheses needs an operator. */
const DEEPEST_NESTING = MOST_OPERATORS + 20;

const OPERATORS = new Set(['<>', '<=', '>=', '<', '>', '+', '-', 'AND', 'OR', 'NOT', 'IN']);

/** Neither parentheses nor functions count, nor the AND of a BETWEEN, nor the `=` of an assignment. */
const countOperators = (kind: ExpressionKind, tokens: readonly Token[]): number =>
  tokens.filter(({ kind: is, text }) =>
    is === 'word' || is === 'symbol'
      ? OPERATORS.has(text.toUpperCase()) || (text === '=' && kind !== 'UpdateExpression')
      : false,
  ).length;

const deepest = (tokens: readonly Token[]): number => {
  let depth = 0;
  return tokens.reduce((most, { text }) => {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    return Math.max(most, depth);
  }, 0);
};

/**
 * Before anything goes deep. Texts and what counts as recorded from DynamoDB in test/alternator/test_limits.py of
 * https://github.com/scylladb/scylladb.
 */
const refuseTooMuch = (kind: ExpressionKind, text: string): readonly Token[] => {
  const bytes = Buffer.byteLength(text);
  if (bytes > LONGEST_EXPRESSION_BYTES)
    throw invalidExpression(kind, `Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
  const tokens = tokensOf(text);
  const operators = countOperators(kind, tokens);
  if (operators > MOST_OPERATORS)
    throw invalidExpression(kind, `The expression contains too many operators; operator count: ${MOST_OPERATORS + 1}`);
  if (deepest(tokens) > DEEPEST_NESTING) throw invalidExpression(kind, 'The expression has redundant parentheses;');
  return tokens;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html */
export const makeReader = (kind: ExpressionKind, text: string): Reader => {
  const tokens = refuseTooMuch(kind, text);
  if (tokens.length === 0) throw invalidExpression(kind, 'The expression can not be empty;');
  const end: Token = { kind: 'end', text: '<EOF>', start: text.length, end: text.length };
  const names = new Set<string>();
  const values = new Set<string>();
  const faults: string[] = [];
  let at = 0;

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end;
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const syntaxError = (): never => {
    const token = peek();
    const near = text.slice((tokens[at - 1] ?? token).start, peek(1).end).trim();
    throw invalidExpression(kind, `Syntax error; token: "${token.text}", near: "${near}"`);
  };
  const accept = (symbol: string): boolean => {
    const token = peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    at += 1;
    return true;
  };
  const isWord = (keyword: string, token = peek()): boolean =>
    token.kind === 'word' && token.text.toUpperCase() === keyword;

  const segment = (): string => {
    const token = peek();
    if (token.kind === 'name') names.add(token.text);
    else if (token.kind !== 'word' || token.text.startsWith('_')) syntaxError();
    else if (isReserved(token.text))
      faults.push(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    return next().text;
  };
  const path = (): Path => {
    const segments: (string | number)[] = [segment()];
    for (;;) {
      if (accept('.')) segments.push(segment());
      else if (accept('[')) {
        segments.push(listIndex());
        expect(']');
      } else break;
    }
    if (segments.length > MAXIMUM_LEVELS)
      faults.push(`The document path has too many nesting levels; nesting levels: ${segments.length}`);
    return segments;
  };
  const listIndex = (): number => {
    if (peek().kind !== 'number') syntaxError();
    const { text: digits } = next();
    if (Number(digits) > MAXIMUM_LIST_INDEX)
      faults.push(`List index is not within the allowable range; index: [${digits}]`);
    return Number(digits);
  };
  const expect = (symbol: string): void => {
    if (!accept(symbol)) syntaxError();
  };

  return {
    names,
    values,
    peek,
    next,
    accept,
    acceptWord: (keyword) => {
      if (!isWord(keyword)) return false;
      at += 1;
      return true;
    },
    expect,
    isWord,
    path,
    value: () => {
      if (peek().kind !== 'value') return undefined;
      const { text: name } = next();
      values.add(name);
      return name;
    },
    fault: (message) => {
      faults.push(message);
    },
    refuse: (message) => {
      throw invalidExpression(kind, message);
    },
    finish: () => {
      if (peek().kind !== 'end') syntaxError();
      if (faults[0] !== undefined) throw invalidExpression(kind, faults[0]);
    },
    syntaxError,
  };
};

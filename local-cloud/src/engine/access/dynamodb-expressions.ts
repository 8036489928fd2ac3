import { LONGEST_EXPRESSION_BYTES } from '../dynamodb/expressions/reader.ts';
import { memoised } from '../memo.ts';

/**
 * Just enough of DynamoDB's expressions to know what a request touches: which top-level attributes it names, and which
 * value it demands of one attribute. Whether the expression is valid is not asked here.
 */

const KEYWORDS = new Set(
  [
    'SET REMOVE ADD DELETE AND OR NOT BETWEEN IN',
    'attribute_exists attribute_not_exists attribute_type begins_with contains size if_not_exists list_append',
  ]
    .join(' ')
    .split(' ')
    .map((word) => word.toLowerCase()),
);

const TOKEN = /[:#]?[A-Za-z0-9_-]+|<>|<=|>=|[=<>(),.+[\]]|-/g;

/** DynamoDB refuses a longer one, whoever may ask it. */
const tokensOf = memoised((expression): readonly string[] =>
  Buffer.byteLength(expression) > LONGEST_EXPRESSION_BYTES ? [] : (expression.match(TOKEN) ?? []),
);

const isName = (token: string): boolean =>
  token.startsWith('#') || (/^[A-Za-z]/.test(token) && !KEYWORDS.has(token.toLowerCase()));

/** `names` are the request's ExpressionAttributeNames. Placeholders that are missing there stay as they are. */
export const attributesIn = (
  expression: string | undefined,
  names: Readonly<Record<string, string>> = {},
): readonly string[] => {
  const tokens = tokensOf(expression ?? '');
  return tokens
    .filter((token, index) => isName(token) && tokens[index - 1] !== '.')
    .map((token) => names[token] ?? token);
};

/** The placeholder that a key condition equates with the attribute: `:id` in `#k = :id AND begins_with(sk, :p)`. */
export const placeholderFor = (
  attribute: string,
  expression: string | undefined,
  names: Readonly<Record<string, string>> = {},
): string | undefined => {
  const tokens = tokensOf(expression ?? '');
  const isAttribute = (token: string | undefined): boolean =>
    token !== undefined && (names[token] ?? token) === attribute;
  const equation = tokens.findIndex(
    (token, index) => token === '=' && (isAttribute(tokens[index - 1]) || isAttribute(tokens[index + 1])),
  );
  if (equation < 0) return undefined;
  return [tokens[equation - 1], tokens[equation + 1]].find((token) => token?.startsWith(':'));
};

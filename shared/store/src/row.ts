import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type * as z from 'zod/mini';

/** An item as DynamoDB answers it. */
type Item = Readonly<Record<string, AttributeValue>>;

/**
 * Makes the reader of a kind of rows: what was stored is parsed, not believed. Attributes that the schema does not name are
 * left out (the outbox among them). Say optional attributes by `z.exactOptional`.
 * @param what names the kind of rows to an operator: `order`, `stock`
 * @throws TerminalError that names the attributes that do not fit, never their values
 */
export const rowReader =
  <S extends z.ZodMiniType>(what: string, schema: S) =>
  (item: Item): z.infer<S> => {
    const parsed = schema.safeParse(unmarshall(item));
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues.map(({ path }) => path.map(String).join('.')).join(', ');
    throw new TerminalError('ROW_UNREADABLE', `A stored ${what} is not as documented, at: ${where}.`);
  };

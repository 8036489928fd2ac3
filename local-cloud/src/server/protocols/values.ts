import type { ServiceName } from '../../engine/contract.ts';

type Rewrite = (value: unknown, key: string | undefined) => unknown;

/** Rebuilds only what changes, since most requests and answers hold nothing to rewrite. */
const rewrite = (value: unknown, change: Rewrite, key?: string): unknown => {
  const changed = change(value, key);
  if (changed !== value || typeof value !== 'object' || value === null) return changed;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (const [index, item] of value.entries()) {
      const next = rewrite(item, change);
      if (next !== item) (copy ??= [...(value as unknown[])])[index] = next;
    }
    return copy ?? value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(value)) {
    const next = rewrite(item, change, name);
    if (next !== item) (copy ??= { ...value })[name] = next;
  }
  return copy ?? value;
};

/** JSON has neither dates nor bytes: AWS writes seconds since the epoch, and base64. */
export const toWire = (output: unknown): unknown =>
  rewrite(output, (value) => {
    if (value instanceof Date) return value.getTime() / 1000;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return value;
  });

const bytes = (value: unknown): unknown => (typeof value === 'string' ? Buffer.from(value, 'base64') : value);

const isTime = (key: string | undefined): boolean =>
  key === 'Time' || key === 'EventStartTime' || key === 'EventEndTime';

/** Where the operations we serve take bytes or dates. In DynamoDB a string under `B` is always an attribute's value. */
const INPUT: Partial<Record<ServiceName, { readonly marks: readonly string[]; readonly change: Rewrite }>> = {
  dynamodb: {
    marks: ['"B"', '"BS"'],
    change: (value, key) => {
      if (key === 'B') return bytes(value);
      return key === 'BS' && Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? value.map(bytes)
        : value;
    },
  },
  sqs: { marks: ['"BinaryValue"'], change: (value, key) => (key === 'BinaryValue' ? bytes(value) : value) },
  secretsmanager: {
    marks: ['"SecretBinary"'],
    change: (value, key) => (key === 'SecretBinary' ? bytes(value) : value),
  },
  events: {
    marks: ['"Time"', '"EventStartTime"'],
    change: (value, key) => (typeof value === 'number' && isTime(key) ? new Date(value * 1000) : value),
  },
};

/** The input in the shape that the SDK's command had. */
export const fromWire = (service: ServiceName, input: unknown, text: string): unknown => {
  const rule = INPUT[service];
  return rule?.marks.some((mark) => text.includes(mark)) ? rewrite(input, rule.change) : input;
};

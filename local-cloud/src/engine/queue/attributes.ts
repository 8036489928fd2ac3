import { hash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../contract.ts';
import { memoised } from '../memo.ts';
import type { MessageAttributes } from './state.ts';

const md5 = (data: string | Uint8Array): string => hash('md5', data, 'hex');

const LARGEST_REMEMBERED = 16_384;
const rememberedMd5 = memoised(md5, 256);

/**
 * An event goes to the queue of every rule that matches, with the same body: computing its digest is the largest cost
 * of sending.
 */
export const md5OfBody = (body: string): string => (body.length > LARGEST_REMEMBERED ? md5(body) : rememberedMd5(body));

const lengthPrefixed = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
};

const isBinary = ({ DataType }: MessageAttributeValue): boolean => DataType?.startsWith('Binary') ?? false;

const valueOf = (attribute: MessageAttributeValue): Uint8Array =>
  isBinary(attribute) ? (attribute.BinaryValue ?? Buffer.alloc(0)) : Buffer.from(attribute.StringValue ?? '');

/**
 * The digest SDKs compare with.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export const md5OfAttributes = (attributes: MessageAttributes): string => {
  const names = Object.keys(attributes).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const parts = names.flatMap((name) => {
    const attribute = attributes[name] ?? { DataType: 'String' };
    return [
      lengthPrefixed(Buffer.from(name)),
      lengthPrefixed(Buffer.from(attribute.DataType ?? '')),
      Buffer.from([isBinary(attribute) ? 2 : 1]),
      lengthPrefixed(valueOf(attribute)),
    ];
  });
  return md5(Buffer.concat(parts));
};

export const sizeOfAttributes = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (size, [name, attribute]) =>
      size + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType ?? '') + valueOf(attribute).byteLength,
    0,
  );

const MOST_ATTRIBUTES = 10;
const TYPE = /^(String|Number|Binary)(\..+)?$/;
const NAME = /^(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/i;

const refuse = (reason: string): AwsError => new AwsError('InvalidParameterValue', reason);

/** Undefined for none. Throws what SQS answers to attributes it does not take. */
export const checkAttributes = (attributes: MessageAttributes | undefined): MessageAttributes | undefined => {
  const entries = Object.entries(attributes ?? {});
  if (attributes === undefined || entries.length === 0) return undefined;
  if (entries.length > MOST_ATTRIBUTES)
    throw refuse(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  for (const [name, attribute] of entries) {
    if (!NAME.test(name) || name.length > 256) throw refuse(`The message attribute name '${name}' is invalid.`);
    if (!TYPE.test(attribute.DataType ?? ''))
      throw refuse(
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    if (valueOf(attribute).byteLength === 0)
      throw refuse(
        `Message (user) attribute '${name}' must contain a non-empty value of type '${attribute.DataType}'.`,
      );
    if (attribute.DataType?.startsWith('Number') && !Number.isFinite(Number(attribute.StringValue)))
      throw refuse(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return attributes;
};

/** The attributes a reader asked for: `All`, `*`, `.*`, `prefix.*` or a name. */
export const selectAttributes = (
  attributes: MessageAttributes | undefined,
  wanted: readonly string[],
): MessageAttributes | undefined => {
  const matches = (name: string): boolean =>
    wanted.some(
      (one) =>
        one === 'All' || one === '*' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -2))),
    );
  const selected = Object.entries(attributes ?? {}).filter(([name]) => matches(name));
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
};

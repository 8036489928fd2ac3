import * as z from 'zod/mini';
import { fingerprintOf } from './fingerprint.ts';
import type { Refusal } from './route.ts';

/**
 * The tag of a version of something, with whatever else its answer shows (RFC 9110, 8.8.3).
 * @param more lower-case words; an answer that shows them otherwise has another tag, and the same version
 */
export const etagOf = (version: number, more?: string): string => `"${version}${more === undefined ? '' : `-${more}`}"`;

/** A proxy that compresses makes a tag weak: it names the same version. */
const tagsIn = (header: string): readonly string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Whether an `If-None-Match` names this tag: then the client has the answer already. */
export const isKnownTag = (header: string | undefined, etag: string): boolean =>
  header !== undefined && tagsIn(header).some((tag) => tag === etag || tag === '*');

/** For routes that are polled: whoever has the answer is not sent it again. */
export const ifNoneMatch = { 'if-none-match': z.optional(z.string()) };

/** The answer, or 304 where the client has it. The tag is `tag`, or made of the body where nothing counts its versions. */
export const unlessKnown = <Body>(
  headers: { readonly 'if-none-match'?: string | undefined },
  body: Body,
  tag = `"${fingerprintOf(body)}"`,
) =>
  isKnownTag(headers['if-none-match'], tag)
    ? ({ status: 304, headers: { etag: tag } } as const)
    : ({ status: 200, headers: { etag: tag }, body } as const);

/** For routes that write: on condition, where the client says what it has seen. */
export const ifMatch = { 'if-match': z.optional(z.string()) };

/** Whether a version is one that an `If-Match` names. Undefined without the header: then any is. */
export const seenBy = (header: string | undefined): ((version: number) => boolean) | undefined => {
  if (header === undefined) return undefined;
  const tags = tagsIn(header);
  return (version) =>
    tags.some((tag) => tag === '*' || tag === `"${version}"` || (tag.startsWith(`"${version}-`) && tag.endsWith('"')));
};

export const VERSION_STALE = {
  status: 412,
  detail: 'Somebody has changed it since you read it. Read it again, and decide again.',
} satisfies Refusal;

import { instantOf } from '@orderwire/http/instant';
import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import { line } from '@orderwire/http/text';
import { isoTime } from '@orderwire/kernel/clock';
import * as z from 'zod/mini';
import type { AuditFilter, AuditList, AuditPosition } from '../../application/audit-list.ts';

const instant = z.optional(
  z.pipe(
    z.string().check(z.refine((text) => instantOf(text) !== undefined, 'is no time with an offset from UTC')),
    z.transform((text: string) => isoTime(instantOf(text) ?? 0)),
  ),
);

const entryView = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  service: z.string(),
  subject: z.string(),
  cause: z.string(),
  changes: z.array(
    z.strictObject({ field: z.string(), before: z.optional(z.unknown()), after: z.optional(z.unknown()) }),
  ),
  withheld: z.array(z.string()),
  reason: z.optional(z.string()),
});

/** A time and an event's id. */
const PLACE = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z#.{1,800}$/;

/** What staff did, newest first. */
export const listAudit = route({
  method: 'GET',
  paths: ['/audit'],
  callers: 'staff',
  right: 'audit:read',
  query: z.strictObject({
    ...pageQuery,
    actor: z.optional(line(200)),
    subject: z.optional(line(300)),
    service: z.optional(line(50)),
    from: instant,
    to: instant,
  }),
  answers: { 200: z.strictObject({ entries: z.array(entryView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async (
    { audit }: { readonly audit: Pick<AuditList, 'list'> },
    { query: { limit = DEFAULT_LIMIT, cursor, ...filter } },
  ) => {
    const after = cursor === undefined ? undefined : positionIn(cursor, filter);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const { entries, next } = await audit.list(filter, { limit, after });
    return {
      status: 200,
      body: {
        entries: entries.map(({ changes, withheld, ...entry }) => ({
          ...entry,
          changes: [...changes],
          withheld: [...withheld],
        })),
        cursor: next && cursorOf({ ...next, of: listOf(filter) }),
      },
    };
  },
);

/** Names the list that a cursor belongs to. */
const listOf = ({ actor = '', subject = '', service = '', from = '', to = '' }: AuditFilter): string =>
  JSON.stringify([actor, subject, service, from, to]);

/** A cursor opens the list that it was given out for, and no other. */
const positionIn = (cursor: string, filter: AuditFilter): AuditPosition | undefined => {
  const key = keyOf(cursor, ['service', 'place', 'of']);
  if (!key.ok || key.value.of !== listOf(filter) || !PLACE.test(key.value.place)) return undefined;
  const { service, place } = key.value;
  const { from = '0', to = '9999' } = filter;
  return from <= place && place <= to ? { service, place } : undefined;
};

import { isDeepStrictEqual } from 'node:util';
import { type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AuditDefinition } from '@orderwire/events-schema/audit';
import type { DataOf } from '@orderwire/events-schema/envelope';
import { type Image, OUTBOX_ATTRIBUTE } from './outbox.ts';

/** The value as it stands, or what is made of it for people to see. */
type Show = 'whole' | ((value: never) => unknown);

/** What a service tells the audit list of writes by staff. */
export interface StaffChanges {
  readonly event: AuditDefinition;
  /**
   * The attributes of its rows whose values may be seen: what is not named here is told by name only. Nothing personal and
   * nothing secret is named: entries are kept for ever.
   */
  readonly shown: Readonly<Record<string, Show>>;
}

/** Each write changes them, whatever it does. */
const OF_EVERY_WRITE = new Set([OUTBOX_ATTRIBUTE, 'version', 'changedAt']);

const plain = (value: AttributeValue | undefined): unknown => value && unmarshall({ value })['value'];

/** What a write changed, field by field. `before` is undefined where it made the row. */
export const changesIn = (
  shown: StaffChanges['shown'],
  before: Image | undefined,
  after: Image,
): Omit<DataOf<AuditDefinition>, 'reason'> => {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])]
    .filter((field) => !OF_EVERY_WRITE.has(field) && !isDeepStrictEqual(before?.[field], after[field]))
    .sort();
  const changes = fields.flatMap((field) => {
    const show = Object.hasOwn(shown, field) ? shown[field] : undefined;
    if (show === undefined) return [];
    const seen = (value: unknown): unknown =>
      show === 'whole' || value === undefined ? value : (show as (value: unknown) => unknown)(value);
    const [was, is] = [seen(plain(before?.[field])), seen(plain(after[field]))];
    if (isDeepStrictEqual(was, is)) return [];
    return [{ field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
  const told = new Set(changes.map(({ field }) => field));
  return { changes, withheld: fields.filter((field) => !told.has(field)) };
};

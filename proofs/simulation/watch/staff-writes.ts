import { isDeepStrictEqual } from 'node:util';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Run } from '@orderwire/local-cloud/simulator/observer';
import type { Row } from '../../invariants/books.ts';
import type { Watch } from './watch.ts';

type Item = Readonly<Record<string, { readonly S?: string } | undefined>>;

/** One write by staff, as the rows and the call show it. */
export interface StaffWrite {
  readonly service: string;
  readonly by: string;
  readonly cause: string;
  readonly subject: string;
  readonly before: Row;
  readonly after: Row;
  /** The attributes that differ. */
  readonly differ: readonly string[];
}

interface HttpPayload {
  readonly requestContext?: {
    readonly requestId?: string;
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, string>> } };
  };
}

/** Of every write, and of no interest. */
const BOOKKEEPING = new Set(['outbox', 'version', 'changedAt']);

/** Nobody who calls it has a token: an operator does. */
const IMPORT = '-importItems';

/** Who of the shop's people has made this call, by their token and not by what the service made of it. */
const staffIn = ({ id, functionName, payload }: Run): { readonly by: string; readonly cause: string } | undefined => {
  if (functionName.endsWith(IMPORT)) return { by: 'import', cause: `import/${id}` };
  const { requestId = '', authorizer } = (payload as HttpPayload | undefined)?.requestContext ?? {};
  const { sub = '', 'cognito:groups': groups = '' } = authorizer?.jwt?.claims ?? {};
  return groups.includes('staff') ? { by: sub, cause: `http/${requestId}` } : undefined;
};

const plain = (item: Item | undefined): Row => (item === undefined ? {} : unmarshall(item as never));

const eventsIn = (outbox: string): number =>
  (JSON.parse(outbox) as { readonly events: readonly unknown[] }).events.length;

/** What everybody of the shop wrote, by the id of the event that has to tell it. */
export const watchStaffWrites = ({ model, checks, ledger }: Watch) => {
  const services = new Map(model.functions.map(({ name, service }) => [name, service]));
  const writes = new Map<string, StaffWrite>();
  /** Runs of staff that have written at all, and those that left word of it. */
  const [wrote, told] = [new Map<string, string>(), new Set<string>()];

  /** What follows from what staff have done elsewhere: the stock that was said with an item. */
  const inTheNameOf = (outbox: string): { readonly by: string; readonly cause: string } | undefined => {
    const { causationId: cause } = JSON.parse(outbox) as { readonly causationId: string };
    const event = ledger.published.get(cause);
    if (event?.type !== 'ItemUpdated' || event.data['stock'] === undefined) return undefined;
    const { actor } = (JSON.parse(event.detail) as { readonly meta: { readonly actor: { readonly id: string } } }).meta;
    return { by: actor.id, cause };
  };

  const onItemChange = (before: Item | undefined, after: Item | undefined, run: Run | undefined): void => {
    if (run === undefined) return;
    const called = staffIn(run);
    if (called !== undefined) wrote.set(run.id, run.functionName);
    const outbox = after?.['outbox']?.S;
    if (outbox === undefined || outbox === before?.['outbox']?.S) return;
    told.add(run.id);
    // That it came late is said by the service, and by nobody of the staff.
    const isAttention = after?.['pk']?.S?.startsWith('attention/') === true;
    const staff = called ?? (isAttention ? undefined : inTheNameOf(outbox));
    if (staff === undefined) return;
    const rows = { before: plain(before), after: plain(after) };
    const { subject = '', sequence } = JSON.parse(outbox) as { readonly subject?: string; readonly sequence: number };
    const named = subject === '' ? String(rows.after['pk']).replace(/^[^/]*\//, '') : subject;
    writes.set(`${named}#${String(sequence)}#${String(eventsIn(outbox))}`, {
      ...staff,
      ...rows,
      service: services.get(run.functionName) ?? '',
      subject: named,
      differ: [...new Set(Object.values(rows).flatMap(Object.keys))]
        .filter((name) => !BOOKKEEPING.has(name) && !isDeepStrictEqual(rows.before[name], rows.after[name]))
        .sort(),
    });
  };

  return {
    onItemChange,
    writes,
    checkRest: (): void => {
      for (const [id, functionName] of wrote)
        checks.that('22-audit', told.has(id), () => `${functionName} wrote for staff and left no word of it`);
    },
  };
};

export type StaffWrites = Pick<ReturnType<typeof watchStaffWrites>, 'writes' | 'checkRest'>;

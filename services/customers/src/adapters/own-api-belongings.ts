import type { CallOwnApi } from '@orderwire/lambda/own-api';
import * as z from 'zod/mini';
import type { Belongings } from '../application/belongings.ts';

const orderPage = z.object({
  orders: z.array(z.looseObject({ orderId: z.string(), status: z.string() })),
  cursor: z.optional(z.string()),
});

const returnList = z.object({ returns: z.array(z.looseObject({ returnId: z.string(), status: z.string() })) });

const timeline = z.object({
  entries: z.array(
    z.object({
      type: z.string(),
      at: z.string(),
      facts: z.object({ number: z.optional(z.string()), kind: z.optional(z.string()) }),
    }),
  ),
  cursor: z.optional(z.string()),
});

const DOCUMENTS = { InvoiceIssued: 'invoice', CreditNoteIssued: 'credit_note' } as const;

const isDocument = (type: string): type is keyof typeof DOCUMENTS => Object.hasOwn(DOCUMENTS, type);

/** What somebody may read over HTTP, with their own access token. */
export const ownApiBelongings = (callOwnApi: CallOwnApi, accessToken: string): Belongings => {
  /** @throws Error for any answer but 200 and, where it is `missing`, 404 */
  const get = async <S extends z.ZodMiniType>(path: string, schema: S, missing?: z.infer<S>): Promise<z.infer<S>> => {
    const { status, body } = await callOwnApi(path, accessToken);
    if (status === 404 && missing !== undefined) return missing;
    if (status !== 200) throw new Error(`Our own API answers ${status}.`);
    return schema.parse(body);
  };
  const entriesOf = async (orderId: string, cursor?: string): Promise<z.infer<typeof timeline>['entries']> => {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = await get(`/orders/${orderId}/timeline${query}`, timeline, { entries: [] });
    return page.cursor === undefined ? page.entries : [...page.entries, ...(await entriesOf(orderId, page.cursor))];
  };
  return {
    orders: (customerId, { limit, cursor }) => {
      const query = new URLSearchParams({ customerId, limit: String(limit), ...(cursor !== undefined && { cursor }) });
      return get(`/orders?${query.toString()}`, orderPage);
    },
    // An order that has not shipped is not known there.
    returns: async (orderId) => (await get(`/orders/${orderId}/returns`, returnList, { returns: [] })).returns,
    traces: async (orderId) => {
      const entries = await entriesOf(orderId);
      return {
        documents: entries.flatMap(({ type, at, facts: { number } }) =>
          isDocument(type) && number !== undefined ? { number, kind: DOCUMENTS[type], at } : [],
        ),
        mails: entries.flatMap(({ type, at, facts: { kind } }) =>
          type === 'MailSent' && kind !== undefined ? { kind, at } : [],
        ),
      };
    },
  };
};

import type { CallOwnApi, OwnAnswer } from '@orderwire/lambda/own-api';
import { ok, refuse } from '@orderwire/kernel/result';
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

/** The answer of a list to a cursor that it has not given out, or not to them. */
const cursorInvalid = z.object({ code: z.literal('CURSOR_INVALID') });

/** What somebody may read over HTTP, with their own access token. */
export const ownApiBelongings = (callOwnApi: CallOwnApi, accessToken: string): Belongings => {
  /** @throws Error for any answer but 200 */
  const read = <S extends z.ZodMiniType>({ status, body }: OwnAnswer, schema: S): z.infer<S> => {
    if (status !== 200) throw new Error(`Our own API answers ${status}.`);
    return schema.parse(body);
  };
  /** 404 says `missing`. */
  const get = async <S extends z.ZodMiniType>(path: string, schema: S, missing: z.infer<S>): Promise<z.infer<S>> => {
    const answer = await callOwnApi(path, accessToken);
    return answer.status === 404 ? missing : read(answer, schema);
  };
  const entriesOf = async (orderId: string, cursor?: string): Promise<z.infer<typeof timeline>['entries']> => {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = await get(`/orders/${orderId}/timeline${query}`, timeline, { entries: [] });
    return page.cursor === undefined ? page.entries : [...page.entries, ...(await entriesOf(orderId, page.cursor))];
  };
  return {
    orders: async (customerId, { limit, cursor }) => {
      const query = new URLSearchParams({ customerId, limit: String(limit), ...(cursor !== undefined && { cursor }) });
      const answer = await callOwnApi(`/orders?${query.toString()}`, accessToken);
      const isInvalid = cursor !== undefined && answer.status === 400 && cursorInvalid.safeParse(answer.body).success;
      return isInvalid ? refuse({ code: 'CURSOR_INVALID' }) : ok(read(answer, orderPage));
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

import { identifier } from '@orderwire/events-schema/common';
import type { Endpoints, Handled } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import type { Result } from '@orderwire/kernel/result';
import type { LinkRefusal, Links } from '@orderwire/secrets/links';
import type { OpenRefusal, Reader } from '../application/open-invoice.ts';

type OpenInvoice = (orderId: string, reader: Reader) => Promise<Result<string, OpenRefusal>>;

const PROBLEMS: Readonly<Record<OpenRefusal['code'] | LinkRefusal['code'], Omit<Problem, 'code'>>> = {
  ORDER_NOT_FOUND: { status: 404, detail: 'There is no such order.' },
  INVOICE_NOT_READY: { status: 404, detail: 'This order has no invoice yet: it is issued when the order ships.' },
  LINK_INVALID: {
    status: 401,
    detail: 'This link is not one of ours, or it is cut short. Use the whole link from the mail.',
  },
  LINK_EXPIRED: { status: 410, detail: 'This link has expired. Sign in to get the invoice of your order.' },
};

const refused = ({ code }: OpenRefusal | LinkRefusal): { readonly problem: Problem } => ({
  problem: { code, ...PROBLEMS[code] },
});

const redirected = (link: Result<string, OpenRefusal>): Handled =>
  link.ok ? { status: 302, headers: { location: link.value } } : refused(link.error);

/** `GET /orders/{id}/invoice`: for the owner and staff; to anyone else there is no such order. */
export const makeDownloadInvoice = (deps: { readonly endpoints: Endpoints; readonly openInvoice: OpenInvoice }) =>
  deps.endpoints.signedIn({}, async ({ path, caller }) => {
    const orderId = path['id'] ?? '';
    // What is no id names no order and is not looked up.
    if (!identifier.safeParse(orderId).success) return refused({ code: 'ORDER_NOT_FOUND' });
    return redirected(await deps.openInvoice(orderId, caller));
  });

/** `GET /invoices/{token}`: for whoever holds the link from the mail. */
export const makeOpenInvoiceLink = (deps: {
  readonly endpoints: Endpoints;
  readonly openInvoice: OpenInvoice;
  readonly links: Pick<Links, 'verify'>;
}) =>
  deps.endpoints.open({}, async ({ path }) => {
    const link = await deps.links.verify(path['token'] ?? '', 'invoice');
    if (!link.ok) return refused(link.error);
    return redirected(await deps.openInvoice(link.value.subject, 'link_holder'));
  });

import { once } from '@orderwire/kernel/lazy';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { makeLinks } from '@orderwire/secrets/links';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { dynamoInvoices } from './adapters/dynamo-invoices.ts';
import { invoiceAttention } from './adapters/invoice-attention.ts';
import { derivedFields } from './adapters/rows.ts';
import { renderInvoice } from './adapters/pdf/render-invoice.ts';
import { type Presign, s3InvoiceFiles } from './adapters/s3-invoice-files.ts';
import { sellerFrom } from './adapters/seller-settings.ts';
import { makeCreditRefund } from './application/credit-refund.ts';
import { makeIssueInvoice } from './application/issue-invoice.ts';
import { makeOpenInvoice } from './application/open-invoice.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { downloadInvoice } from './handlers/http/download-invoice.ts';
import { openInvoiceLink } from './handlers/http/open-invoice-link.ts';

type Clients = 'dynamo' | 'eventBridge' | 's3' | 'secretsManager' | 'sqs';

/** Everything that the invoice service is. */
export const compose = (outside: Outside<Clients> & { readonly presign: Presign }) => {
  const { config, clients, clock, presign } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('INVOICES_TABLE'), clock }));
  const invoices = once(() => dynamoInvoices(table()));
  const files = once(() =>
    s3InvoiceFiles({ s3: clients.s3(), presign, bucket: config.required('INVOICE_BUCKET'), clock }),
  );
  const openInvoice = once(() => makeOpenInvoice({ invoices: invoices(), files: files() }));
  const links = once(() => {
    const secretId = config.required('LINK_SECRET_ARN');
    return makeLinks({
      secret: makeCachedSecret({ secretsManager: clients.secretsManager(), secretId, clock }),
      clock,
    });
  });
  const seller = once(() =>
    sellerFrom({
      name: config.required('SHOP_NAME'),
      address: config.optional('SHOP_ADDRESS'),
      taxId: config.optional('SHOP_TAX_ID'),
      exemption: config.optional('SMALL_BUSINESS'),
    }),
  );
  const shopTime = once(() => shopTimeIn(config.required('SHOP_TIME_ZONE')));
  const creditRefund = once(() => makeCreditRefund({ invoices: invoices(), clock, shopTime: shopTime() }));
  const issueInvoice = once(() =>
    makeIssueInvoice({
      invoices: invoices(),
      files: files(),
      render: renderInvoice,
      raise: invoiceAttention(table()),
      seller: seller(),
      clock,
      shopTime: shopTime(),
    }),
  );
  return {
    downloadInvoice: http(outside, downloadInvoice, () => ({ openInvoice: openInvoice() })),
    openInvoiceLink: http(outside, openInvoiceLink, () => ({ openInvoice: openInvoice(), links: links() })),
    consume: consumer(outside, () =>
      subscriptions({ invoices: invoices(), issueInvoice: issueInvoice(), creditRefund: creditRefund() }),
    ),
    publish: publisher('invoice', outside, { derive: derivedFields }),
  };
};

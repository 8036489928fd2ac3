import type { ChargedLine, ChargedTax, Charges } from '@orderwire/money/charges';
import { digitsOf } from '@orderwire/money/currencies';
import { share } from '@orderwire/money/integers';
import { decimalOf } from '@orderwire/money/price';
import { percentOf } from '@orderwire/money/rates';

/** UNTDID 1001: an invoice, or the credit note of what came back. */
export type Kind = '380' | '381';

const NAMESPACES =
  'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" ' +
  'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" ' +
  'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"';

const tag = (name: string, ...inner: readonly string[]): string => `<ram:${name}>${inner.join('')}</ram:${name}>`;
const date = `<udt:DateTimeString format="102">20261128</udt:DateTimeString>`;

/** BT-120: why there is no tax. */
const REASONS: Readonly<Record<string, string>> = {
  E: 'Small business',
  G: 'Export outside the EU',
  K: 'Intra-community supply',
  AE: 'Reverse charge',
};

const kind = ({ category, rate }: Pick<ChargedTax, 'category' | 'rate'>): string =>
  tag('TypeCode', 'VAT') + tag('CategoryCode', category) + tag('RateApplicablePercent', percentOf(rate));

/** BT-146 with four decimals: what is net of a gross price has seldom a whole number of minor units. */
const unitPrice = ({ net, count }: ChargedLine, currency: string): string => {
  const scaled = share(net, 10 ** (4 - (digitsOf(currency) ?? 0)), count);
  const text = String(scaled).padStart(5, '0');
  return `${text.slice(0, -4)}.${text.slice(-4)}`;
};

const lineItem = (line: ChargedLine, at: number, currency: string): string =>
  tag(
    'IncludedSupplyChainTradeLineItem',
    tag('AssociatedDocumentLineDocument', tag('LineID', String(at + 1))),
    tag('SpecifiedTradeProduct', tag('Name', line.itemId)),
    tag(
      'SpecifiedLineTradeAgreement',
      tag('NetPriceProductTradePrice', tag('ChargeAmount', unitPrice(line, currency))),
    ),
    tag('SpecifiedLineTradeDelivery', `<ram:BilledQuantity unitCode="C62">${line.count}</ram:BilledQuantity>`),
    tag(
      'SpecifiedLineTradeSettlement',
      tag('ApplicableTradeTax', kind(line)),
      tag('SpecifiedTradeSettlementLineMonetarySummation', tag('LineTotalAmount', decimalOf(line.net, currency))),
    ),
  );

const party = (name: string, vatId: string, country: string): string =>
  tag('Name', name) +
  tag(
    'PostalTradeAddress',
    tag('PostcodeCode', '10115'),
    tag('LineOne', 'Street 1'),
    tag('CityName', 'City'),
    tag('CountryID', country),
  ) +
  tag('SpecifiedTaxRegistration', `<ram:ID schemeID="VA">${vatId}</ram:ID>`);

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** What is taxable of shipping, by category and rate. */
const shippingOf = ({ lines, taxes }: Charges): readonly ChargedTax[] =>
  taxes
    .map((tax) => ({
      ...tax,
      taxable:
        tax.taxable -
        sum(lines.map((line) => (line.category === tax.category && line.rate === tax.rate ? line.net : 0))),
    }))
    .filter(({ taxable }) => taxable > 0);

/** A document has a line at least (BR-16): where nothing but shipping comes back, shipping is the lines. */
const withLines = (charges: Charges): Charges =>
  charges.lines.length > 0
    ? charges
    : {
        ...charges,
        lines: charges.taxes.map(({ category, rate, taxable }) => ({
          ...{ itemId: 'Shipping', count: 1, category, rate, net: taxable },
        })),
      };

/** An order, a shipment or a refund as a document in CII (D16B) by EN 16931, on one line. */
export const ciiOf = (charged: Charges, type: Kind): string => {
  const charges = withLines(charged);
  const { lines, taxes, rounding, total, currency, country } = charges;
  const amount = (minor: number): string => decimalOf(minor, currency);
  const shipping = shippingOf(charges);
  const taxable = sum(taxes.map((tax) => tax.taxable));
  const tax = sum(taxes.map((one) => one.tax));
  return [
    `<rsm:CrossIndustryInvoice ${NAMESPACES}><rsm:ExchangedDocumentContext>`,
    tag('GuidelineSpecifiedDocumentContextParameter', tag('ID', 'urn:cen.eu:en16931:2017')),
    '</rsm:ExchangedDocumentContext><rsm:ExchangedDocument>',
    tag('ID', 'INV-2026-000001'),
    tag('TypeCode', type),
    tag('IssueDateTime', date),
    '</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>',
    ...lines.map((line, at) => lineItem(line, at, currency)),
    tag(
      'ApplicableHeaderTradeAgreement',
      tag('SellerTradeParty', party('Seller', 'DE136695976', 'DE')),
      tag('BuyerTradeParty', party('Buyer', 'ATU13585627', 'AT')),
    ),
    tag(
      'ApplicableHeaderTradeDelivery',
      tag('ShipToTradeParty', tag('PostalTradeAddress', tag('CountryID', country))),
      tag('ActualDeliverySupplyChainEvent', tag('OccurrenceDateTime', date)),
    ),
    tag(
      'ApplicableHeaderTradeSettlement',
      tag('InvoiceCurrencyCode', currency),
      tag('SpecifiedTradeSettlementPaymentMeans', tag('TypeCode', '68')),
      ...taxes.map((one) => {
        const reason = REASONS[one.category];
        return tag(
          'ApplicableTradeTax',
          tag('CalculatedAmount', amount(one.tax)),
          tag('TypeCode', 'VAT'),
          ...(reason === undefined ? [] : [tag('ExemptionReason', reason)]),
          tag('BasisAmount', amount(one.taxable)),
          tag('CategoryCode', one.category),
          tag('RateApplicablePercent', percentOf(one.rate)),
        );
      }),
      ...shipping.map((one) =>
        tag(
          'SpecifiedTradeAllowanceCharge',
          tag('ChargeIndicator', '<udt:Indicator>true</udt:Indicator>'),
          tag('ActualAmount', amount(one.taxable)),
          tag('Reason', 'Shipping'),
          tag('CategoryTradeTax', kind(one)),
        ),
      ),
      tag('SpecifiedTradePaymentTerms', tag('Description', 'Paid')),
      tag(
        'SpecifiedTradeSettlementHeaderMonetarySummation',
        tag('LineTotalAmount', amount(sum(lines.map(({ net }) => net)))),
        tag('ChargeTotalAmount', amount(sum(shipping.map((one) => one.taxable)))),
        tag('TaxBasisTotalAmount', amount(taxable)),
        `<ram:TaxTotalAmount currencyID="${currency}">${amount(tax)}</ram:TaxTotalAmount>`,
        tag('RoundingAmount', amount(rounding)),
        tag('GrandTotalAmount', amount(taxable + tax)),
        tag('TotalPrepaidAmount', amount(total)),
        tag('DuePayableAmount', amount(0)),
      ),
      ...(type === '381' ? [tag('InvoiceReferencedDocument', tag('IssuerAssignedID', 'INV-2026-000001'))] : []),
    ),
    '</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>',
  ].join('');
};

import { orderNumberOf } from '@orderwire/money/order-number';
import type { Books, InvoiceRow } from '../../invariants/books.ts';
import { buyerOf, contactOf, languageOf } from '../world/people.ts';
import type { World } from '../world/world.ts';

/** As our PDFs draw a text of ASCII. */
const inPdf = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const TITLES = { en: 'Invoice', de: 'Rechnung' } as const;

/** Files, buyers and announcements of all invoices. */
export const checkInvoices = ({ checks, ledger, simulator }: World, { invoices }: Books): void => {
  const files = new Map([...simulator.engine().state.blob.buckets.values()].flatMap((bucket) => [...bucket]));
  const announced = [...ledger.published.values()].filter(({ type }) => type === 'InvoiceIssued');
  for (const { orderId, parcelId, status, number = '', objectKey = '', charges, billing } of invoices) {
    const that = (holds: boolean, what: string): void => checks.that('05-invoices', holds, () => what, orderId);
    const events = announced.filter(({ data }) => data['orderId'] === orderId && data['parcelId'] === parcelId);
    that(events.length === (status === 'issued' ? 1 : 0), `${status}, and announced ${String(events.length)} times`);
    const drawn = Buffer.from(files.get(objectKey)?.body ?? []).toString('latin1');
    const placed = ledger.placed.get(orderId);
    if (placed !== undefined) {
      const { name, street } = buyerOf(placed.customerId, placed.body);
      const billed = [billing.name, billing.address.street];
      that(billed.join() === `${name},${street}`, `${name} in ${street} bought, and ${billed.join(' in ')} is billed`);
      const { friend } = contactOf(placed.customerId);
      that(!drawn.includes(inPdf(friend.name)), `the file of ${number} names ${friend.name}, who gets the goods`);
      const title = TITLES[languageOf(placed.customerId, placed.body)];
      that(drawn === '' || drawn.includes(inPdf(title)), `the file of ${number} is no ${title}`);
    }
    if (status !== 'issued') continue;
    that(drawn.includes(inPdf(orderNumberOf(orderId))), `the file of ${number} does not say the order’s number`);
    const [{ data } = { data: {} as Record<string, unknown> }] = events;
    const announcedTotal = (data['charges'] as InvoiceRow['charges'] | undefined)?.total;
    that(
      data['number'] === number && announcedTotal === charges?.total,
      `${number} was announced as ${String(data['number'])} of ${String(announcedTotal)}`,
    );
    that(
      objectKey.includes(number) && files.has(objectKey),
      `the file of ${number} is ${objectKey}, which is not there`,
    );
  }
};

import { formatMoney } from '@orderwire/money/money';
import { eventOf, type Happening } from './feed.ts';
import type { Colour } from '@orderwire/local-cloud/dev/terminal';
import type { Bill } from '../bill/price.ts';
import { billLines } from '../bill/show.ts';
import type { Summary } from './run.ts';
import type { Percentiles } from './statistics.ts';

type Paint = (colour: Colour, text: string) => string;

const KIND_COLOURS: Readonly<Record<Happening['kind'], Colour>> = {
  request: 'dim',
  event: 'cyan',
  webhook: 'yellow',
  mail: 'green',
  file: 'green',
  failure: 'red',
};

/** What of an event's data is worth a look in one line. */
const factsOf = (data: Readonly<Record<string, unknown>>): string => {
  const charges = data['charges'] as { readonly total: number; readonly currency: string } | undefined;
  const { currency } = (charges ?? data) as { readonly currency?: string };
  const money = (amount: unknown): string => formatMoney(Number(amount), currency ?? 'EUR');
  return [
    charges && money(charges.total),
    data['amount'] !== undefined && money(data['amount']),
    Array.isArray(data['lines']) && `${data['lines'].length} lines`,
    data['number'],
    data['kind'],
    data['reason'],
    data['trackingNumber'],
    typeof data['attempts'] === 'number' && `attempt ${data['attempts']}`,
  ]
    .filter((fact) => fact !== undefined && fact !== false)
    .join(' · ');
};

const titleOf = (happening: Happening): readonly [name: string, more: string] => {
  const event = eventOf(happening);
  if (event) return [event.meta.type, factsOf(event.data)];
  const body = happening.detail['body'] as { readonly type?: string } | undefined;
  if (happening.kind === 'webhook')
    return [
      `→ ${String(happening.detail['partner'])}`,
      `${body?.type ?? ''} signed, answered ${String(happening.detail['status'])}`,
    ];
  return ['', happening.title];
};

/** One line of the live timeline: when (since the order was placed), what kind, what. */
export const lineOf = (happening: Happening, startedAt: number, paint: Paint): string => {
  const [name, more] = titleOf(happening);
  const seconds = ((Date.parse(happening.at) - startedAt) / 1000).toFixed(3).padStart(8);
  const kind = paint(KIND_COLOURS[happening.kind], happening.kind.padEnd(8));
  const title = name === '' ? more : `${name.padEnd(18)} ${more}`.trimEnd();
  return `${paint('dim', `${seconds} s`)}  ${kind} ${title}`;
};

const percentiles = ({ p50, p95, p99 }: Percentiles): string =>
  `${String(p50).padStart(6)} ms   ${String(p95).padStart(6)} ms   ${String(p99).padStart(6)} ms`;

/** The end of the demo, for people. */
export const summaryLines = (summary: Summary, bill: Bill | undefined, paint: Paint): readonly string[] => {
  const { orders, delivered, latencyMs } = summary;
  const well = delivered === orders && summary.problems.length === 0;
  return [
    '',
    paint(well ? 'green' : 'red', `  ${delivered} of ${orders} delivered in ${summary.orderingSeconds.toFixed(1)} s`) +
      ` (${summary.ordersPerSecond} orders/s), ${summary.mails} mails, ${summary.invoices} invoices`,
    paint('dim', '                                     p50         p95         p99'),
    `  placed → confirmed           ${percentiles(latencyMs.placedToConfirmed)}`,
    `  placed → delivered           ${percentiles(latencyMs.placedToDelivered)}`,
    `  callback → next event seen   ${percentiles(latencyMs.callbackToEvent)}`,
    ...(bill ? ['', ...billLines(bill)] : []),
    ...summary.problems.map((problem) => paint('red', `  ✗ ${problem}`)),
    well ? '  order, stock, payment, invoice and mails agree' : paint('red', '  something does not agree'),
  ];
};

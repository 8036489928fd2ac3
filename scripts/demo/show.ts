import { formatMoney } from '@orderwire/kernel/money';
import { eventOf, type Happening } from '../actors/feed.ts';
import type { Colour } from '../lib/terminal.ts';

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
  const { currency } = (data['totals'] ?? data) as { readonly currency?: string };
  const money = (amount: unknown): string => formatMoney(Number(amount), currency ?? 'EUR');
  const totals = data['totals'] as { readonly total: number } | undefined;
  return [
    totals && money(totals.total),
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
  return `${paint('dim', `${seconds} s`)}  ${kind} ${name.padEnd(name === '' ? 0 : 18)} ${more}`.trimEnd();
};

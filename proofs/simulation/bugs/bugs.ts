import { ATTENTION } from './attention.ts';
import { AUDIT } from './audit.ts';
import { BOOKS } from './books.ts';
import type { Bug } from './bug.ts';
import { CALLBACKS } from './callbacks.ts';
import { CATALOGUE } from './catalogue.ts';
import { SHELF_BUGS } from './shelf.ts';
import { DECISIONS } from './decisions.ts';
import { DISCOUNTS } from './discounts.ts';
import { ERASURE } from './erasure.ts';
import { GIVING_BACK } from './giving-back.ts';
import { MESSAGES } from './messages.ts';
import { MESSAGING } from './messaging.ts';
import { ORDERS } from './orders.ts';
import { PARCELS } from './parcels.ts';
import { WAITING } from './waiting.ts';

/** Every mistake that an invariant has to notice. */
export const BUGS: readonly Bug[] = [
  ...MESSAGING,
  ...ORDERS,
  ...DECISIONS,
  ...WAITING,
  ...CALLBACKS,
  ...BOOKS,
  ...MESSAGES,
  ...PARCELS,
  ...GIVING_BACK,
  ...CATALOGUE,
  ...SHELF_BUGS,
  ...DISCOUNTS,
  ...ATTENTION,
  ...AUDIT,
  ...ERASURE,
];

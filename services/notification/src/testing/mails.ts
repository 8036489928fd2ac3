import { shopTimeIn } from '@orderwire/kernel/shop-time';
import type { About, Letterhead } from '../domain/mails/content.ts';
import { CHARGES, LINES, ORDER_NUMBER, RECIPIENT } from './builders.ts';

export const ORDER_ID = 'ord_01KQ8Z3V5T7W9Y1B3D5F7H9K2M';
export const LETTERHEAD: Letterhead = {
  ...{ shopName: 'Mug Shop', orderNumber: ORDER_NUMBER, orderId: ORDER_ID, language: 'en', name: 'Zoë Müller' },
};

export const LINK = { url: 'https://api.example/invoices/a.b.c', days: 30 };
export const ISSUED = { number: 'INV-2026-000001', lines: [...LINES], charges: CHARGES };

export const ABOUT: About = {
  ...{ order: ORDER_NUMBER, language: 'en', shopTime: shopTimeIn('Europe/Berlin') },
  deliverTo: RECIPIENT,
};

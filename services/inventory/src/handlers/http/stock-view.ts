import { identifier } from '@orderwire/events-schema/common';
import type { Refusal } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Movement } from '../../domain/movement.ts';

const amount = z.int().check(z.nonnegative());
const counts = z.strictObject({ onHand: amount, reserved: amount, lowAt: amount });

/** What there is of an item. */
export const levelView = z.strictObject({
  itemId: identifier,
  onHand: amount,
  reserved: amount,
  /** On hand and not reserved; below zero where less was counted than is reserved. */
  available: z.int(),
  shipped: amount,
  /** With so many available, or less, the item is low. */
  lowAt: amount,
  isLow: z.boolean(),
  version: z.int().check(z.positive()),
});

/** An entry in an item's history. */
export const movementView = z.strictObject({
  number: z.int().check(z.positive()),
  kind: z.enum(['received', 'corrected']),
  at: z.iso.datetime(),
  by: z.strictObject({ type: z.enum(['customer', 'staff', 'partner', 'system']), id: z.string() }),
  before: counts,
  after: counts,
  reason: z.optional(z.string()),
  reference: z.optional(z.string()),
  /** The version of the item's stock that it made. */
  version: z.int().check(z.positive()),
});

export const movementViewOf = ({ itemId: _, at, ...movement }: Movement): z.infer<typeof movementView> => ({
  ...movement,
  at: new Date(at).toISOString(),
});

export const ITEM_NOT_FOUND: Refusal = { status: 404, detail: 'There is no such item in stock.' };

/** What cannot be an item's id is not looked up: DynamoDB refuses keys that are empty or too long. */
export const isItemId = (text: string): boolean => identifier.safeParse(text).success;

import type { Cause } from '@orderwire/messaging/outbox';
import type { Item } from '../domain/item.ts';
import type { Items } from './items.ts';

export interface NewItem extends Item {
  readonly initialStock: number;
}

/** How many were added, and how many were there already and stay as they are: importing twice changes nothing. */
export interface Imported {
  readonly added: number;
  readonly known: number;
}

export const makeImportItems =
  (deps: { readonly items: Items }) =>
  async (newItems: readonly NewItem[], cause: Cause): Promise<Imported> => {
    const outcomes = await Promise.all(
      newItems.map(({ initialStock, ...item }) => deps.items.add(item, initialStock, cause)),
    );
    const added = outcomes.filter(Boolean).length;
    return { added, known: outcomes.length - added };
  };

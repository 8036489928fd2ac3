/** How full a shelf looks from the shop: nothing to be had, little, or enough. */
type Level = 'out' | 'low' | 'enough';

/** @param lowAt with so many left, or less, an item is low */
export const levelIn = (available: number, lowAt: number): Level => {
  if (available <= 0) return 'out';
  return available <= lowAt ? 'low' : 'enough';
};

/**
 * Within which bounds what is available may be, so that it is in the same level before and after it moves.
 * @param available as it was read: it says which level that is
 * @param by how far it moves
 */
export const boundsOf = (
  available: number,
  by: number,
  lowAt: number,
): { readonly above?: number; readonly upTo?: number } => {
  const down = Math.max(0, -by);
  const up = Math.max(0, by);
  switch (levelIn(available, lowAt)) {
    case 'out':
      return { upTo: -up };
    case 'low':
      return { above: down, upTo: lowAt - up };
    case 'enough':
      return { above: Math.max(0, lowAt) + down };
  }
};

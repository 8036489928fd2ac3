/**
 * One line for each item, at the place of its first: lines of one item that differ in colour only are charged as one.
 * Everything but the count is as the first line of the item says.
 */
export const perItem = <L extends { readonly itemId: string; readonly count: number }>(
  lines: readonly L[],
): readonly L[] => {
  const items = new Map<string, L>();
  for (const line of lines) {
    const before = items.get(line.itemId);
    items.set(line.itemId, before ? { ...before, count: before.count + line.count } : line);
  }
  return [...items.values()];
};

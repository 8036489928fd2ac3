/**
 * A list of items that fits into a webhook, which has less than 20,000 bytes. Whatever tells things apart (ids, colours,
 * counts) is told in full; titles are for people, and give way.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size
 */
export const PARCEL_LIST_BYTES = 19_000;

interface Titled {
  readonly title: string;
}

/** UTF-8, as JSON writes it, with the comma behind it. */
const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length + 1;

const bytesWithoutTitles = (lines: readonly Titled[]): number =>
  lines.reduce((sum, line) => sum + bytesOf({ ...line, title: '' }), 0);

/** Whether there are titles short enough for these lines to be told. */
export const canBeListed = (lines: readonly Titled[]): boolean => bytesWithoutTitles(lines) <= PARCEL_LIST_BYTES;

/** The quotes and the comma that `bytesOf` counts beside the text itself. */
const AROUND = 3;

const cutTo = (text: string, bytes: number): string => {
  if (bytesOf(text) - AROUND <= bytes) return text;
  let kept = '';
  for (const character of text) {
    if (bytesOf(kept + character) - AROUND > bytes) break;
    kept += character;
  }
  return kept;
};

/** The lines, with titles that are cut to an equal share of what the rest leaves of these bytes. */
export const listed = <Line extends Titled>(lines: readonly Line[], bytes: number): readonly Line[] => {
  const share = Math.floor((bytes - bytesWithoutTitles(lines)) / Math.max(lines.length, 1));
  return lines.map((line) => ({ ...line, title: cutTo(line.title, share) }));
};

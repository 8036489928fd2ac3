/** ISO 639-1: what our mails and documents are written in. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** @param setting such as SHOP_LANGUAGE @throws Error for a language that we do not write */
export const languageFrom = (setting: string): Language => {
  if (!isLanguage(setting)) throw new Error(`Nothing is written in ${setting}: ${LANGUAGES.join(', ')}.`);
  return setting;
};

/** Longer lists are no reader's: what stands behind is not looked at. */
const MAX_RANGES = 20;
const RANGE = /^\s*([a-z]{1,8})(?:-[a-z\d]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i;

/**
 * The language of ours that a reader likes best, by `Accept-Language`; of two that are liked alike the first. A region does
 * not matter: `de-AT` is German. Undefined where none of ours is asked for, and for a header that cannot be read: nobody is
 * refused for it.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
 */
export const acceptedLanguage = (header: string | undefined): Language | undefined => {
  let best: Language | undefined;
  let bestQuality = 0;
  for (const range of (header ?? '').split(',', MAX_RANGES)) {
    const [, tag = '', quality = '1'] = RANGE.exec(range) ?? [];
    const language = tag.toLowerCase();
    if (!isLanguage(language) || Number(quality) <= bestQuality) continue;
    best = language;
    bestQuality = Number(quality);
  }
  return best;
};

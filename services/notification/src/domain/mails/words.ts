import type { About, InLanguages } from './content.ts';

/** What a mail says whatever the order is; its subject names the order. */
export interface Words {
  readonly subject: (order: string) => string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

export const worded = <Of extends Words>(
  words: InLanguages<Of>,
  { order, language }: Pick<About, 'order' | 'language'>,
) => {
  const { subject, ...rest } = words[language];
  return { ...rest, subject: subject(order) };
};

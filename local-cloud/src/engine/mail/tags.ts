import type { MessageTag } from '@aws-sdk/client-ses';
import { AwsError } from '../contract.ts';

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_MessageTag.html, with the texts that SES answers. */
const LONGEST = 255;
/** Names that SES itself gave a meaning. */
const OF_SES = /^ses:feedback-id-[ab]$/;

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

const checkTag = (name: string, value: string): void => {
  for (const [what, text] of [
    ['name', name],
    ['value', value],
  ] as const) {
    if (text === '') throw invalid(`The tag ${what} must be specified.`);
    if (text.length > LONGEST) throw invalid(`Tag ${what} cannot exceed ${LONGEST} characters.`);
    if (what === 'name' && !OF_SES.test(text) && !/^[A-Za-z0-9_-]+$/.test(text))
      throw invalid(`Invalid tag name <${text}>: only alphanumeric ASCII characters, '_',  '-' are allowed.`);
    if (what === 'value' && !/^[A-Za-z0-9_.@-]+$/.test(text))
      throw invalid(
        `Invalid tag value <${text}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.`,
      );
  }
};

/** Name → value. Throws InvalidParameterValue for what SES takes for no tag. */
export const tagsOf = (tags: readonly MessageTag[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (tags ?? []).map(({ Name = '', Value = '' }) => {
      checkTag(Name, Value);
      return [Name, Value];
    }),
  );

import { isReadable } from '@orderwire/kernel/text';

/**
 * Whether a path can carry the id, so that the item can be found under it: API Gateway decodes a path before it is parted at
 * slashes, some gateways take a backslash for one, and clients take `.` and `..` for steps.
 */
export const isItemId = (id: string): boolean => isReadable(id) && !/[/\\]|^\.{1,2}$|[^\S ]/.test(id);

/** A picture is shown in customers' browsers: nothing but a public address, over https. */
export const isPicture = (url: string): boolean => {
  if (!/^https:\/\/[\x21-\x7e]+$/i.test(url) || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username === '' && password === '';
};

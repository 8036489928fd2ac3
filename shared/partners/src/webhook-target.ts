import { BlockList, isIPv6 } from 'node:net';

/** https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling: nothing here is a partner. */
const NOT_PUBLIC_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** The ranges that carry an IPv4 address inside (mapped, translated, 6to4) are refused whole. */
const NOT_PUBLIC_IPV6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const;

// Two lists: in one, the IPv4-mapped network of IPv6 would match every IPv4 address.
const notPublic = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, prefix] of NOT_PUBLIC_IPV4) notPublic.ipv4.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_IPV6) notPublic.ipv6.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address (as text) belongs to a private, local or reserved network. */
export const isPrivateAddress = (address: string): boolean => {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  return notPublic[family].check(address, family);
};

const IP_ADDRESS = /^\[.*\]$|^[\d.]+$/;

const isPrivateHost = (hostname: string): boolean =>
  /(^|\.)(localhost|internal|local)\.?$/.test(hostname) ||
  (IP_ADDRESS.test(hostname) && isPrivateAddress(hostname.replace(/^\[|\]$/g, '')));

/**
 * Reads the address that webhooks go to. A host name that resolves to a private address is refused later, when it is
 * connected to; the URL itself never goes into a message, as partners put tokens into its query.
 * @param allowLocal only for the local cloud: plain http and private addresses
 * @throws Error that says which rule the configured URL breaks
 */
export const webhookTarget = (url: string, { allowLocal }: { readonly allowLocal: boolean }): URL => {
  if (!URL.canParse(url)) throw new Error('The webhook URL is no URL.');
  const target = new URL(url);
  if (target.username !== '' || target.password !== '') throw new Error('The webhook URL must hold no user info.');
  if (allowLocal && target.protocol === 'http:') return target;
  if (target.protocol !== 'https:') throw new Error('The webhook URL must begin with https.');
  if (!allowLocal && isPrivateHost(target.hostname)) throw new Error('The webhook URL points to a private address.');
  return target;
};

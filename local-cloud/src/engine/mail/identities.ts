import type { EmailIdentityDefinition } from '../../template/model.ts';

/**
 * The verified identity that covers an address: the address itself before its domain, and a domain covers its
 * subdomains. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export const identityFor = (
  identities: readonly EmailIdentityDefinition[],
  address: string,
): EmailIdentityDefinition | undefined => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const labels = domain.split('.');
  const candidates = [address, ...labels.map((_, index) => labels.slice(index).join('.'))];
  for (const candidate of candidates) {
    const found = identities.find(({ identity }) => identity === candidate || identity.toLowerCase() === candidate);
    if (found !== undefined) return found;
  }
  return undefined;
};

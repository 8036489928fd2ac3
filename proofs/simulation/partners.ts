/** The partners that act in a simulation. Any other one of partners.json takes its webhooks, and reports nothing. */
export const ACTING = ['warehouse', 'courier'] as const;

export type ActingPartner = (typeof ACTING)[number];

/** Whose webhooks go to this URL: `…/_local/partners/courier/webhooks`. */
export const partnerAt = ({ pathname }: URL): ActingPartner | undefined =>
  ACTING.find((name) => pathname.includes(`/${name}/`));

/** The groups of the user pool for the shop's own people (services/customers/resources.yml). Who is in none is a customer. */
export const GROUPS = ['admin', 'staff', 'support', 'warehouse', 'bookkeeper', 'operations', 'reader'] as const;

export type Group = (typeof GROUPS)[number];

/** What somebody may do with what is not their own. A route names the one that it takes. */
export const RIGHTS = [
  'customers:read',
  'customers:write',
  'customers:erase',
  'catalogue:write',
  'stock:read',
  'stock:write',
  'orders:read',
  'orders:write',
  /** To let an order that is held for review go on, or end. */
  'orders:review',
  'discounts:read',
  'discounts:write',
  'returns:read',
  'returns:write',
  'payments:read',
  /** Money goes back: a right of its own, that whoever takes goods back does not have with it. */
  'payments:refund',
  'documents:read',
  'partners:read',
  /** To send what a partner did not get once more. */
  'partners:resend',
  /** Of partners: to see that there are some, to make new ones, to end old ones. */
  'keys:write',
  'attention:read',
  'attention:write',
  /** Dead letters, replays, queues. */
  'operations:read',
  'operations:write',
  'reports:read',
  'audit:read',
] as const;

export type Right = (typeof RIGHTS)[number];

const READING = RIGHTS.filter((right) => right.endsWith(':read'));

/** Only an admin erases customers and gives partners their keys. */
const OF_ADMINS: readonly Right[] = ['customers:erase', 'keys:write'];

/** Which group may what. Who is in several may what any of them may. */
const RIGHTS_OF: Readonly<Record<Group, readonly Right[]>> = {
  admin: RIGHTS,
  staff: RIGHTS.filter((right) => !OF_ADMINS.includes(right)),
  support: [
    ...(['customers:read', 'customers:write', 'orders:read', 'orders:write', 'orders:review'] as const),
    ...(['returns:read', 'returns:write', 'payments:read', 'documents:read', 'discounts:read'] as const),
    ...(['stock:read', 'attention:read', 'attention:write'] as const),
  ],
  warehouse: [
    ...(['stock:read', 'stock:write', 'orders:read', 'returns:read', 'returns:write'] as const),
    ...(['partners:read', 'partners:resend', 'attention:read'] as const),
  ],
  bookkeeper: [
    ...(['orders:read', 'payments:read', 'payments:refund', 'documents:read', 'reports:read'] as const),
    ...(['customers:read', 'discounts:read', 'returns:read', 'attention:read', 'audit:read'] as const),
  ],
  operations: [
    ...(['operations:read', 'operations:write', 'partners:read', 'partners:resend', 'orders:read'] as const),
    ...(['stock:read', 'attention:read', 'attention:write', 'audit:read'] as const),
  ],
  reader: READING,
};

const isGroup = (name: string): name is Group => Object.hasOwn(RIGHTS_OF, name);

/** Whether one of these groups may do it. A name that is none of ours may nothing. */
export const may = (groups: readonly string[], right: Right): boolean =>
  groups.some((name) => isGroup(name) && RIGHTS_OF[name].includes(right));

import type { Caller } from '@orderwire/http/caller';
import type { By } from '../../application/ports.ts';

/** Who does it. Staff who change their own profile do it as everybody does. */
export const byOf = ({ customerId: id, reason }: Caller, requestId: string, isOwner: boolean): By =>
  isOwner ? { type: 'customer', id, requestId } : { type: 'staff', id, requestId, reason };

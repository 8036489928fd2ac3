import * as z from 'zod/mini';

/** The attributes that every leased row has (`LeasedRow` in the kernel), for the reader of a table with such rows. */
export const leasedAttributes = {
  status: z.enum(['pending', 'sent', 'failed', 'stopped']),
  attempts: z.int(),
  leaseUntil: z.exactOptional(z.int()),
  notBefore: z.exactOptional(z.int()),
  version: z.int(),
  updatedAt: z.iso.datetime(),
};

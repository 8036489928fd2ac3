import { CatalogChangedByStaff } from '@orderwire/events-schema/catalog';
import type { StaffChanges } from '@orderwire/store/staff-changes';

/** What the audit list shows of what staff change here. */
export const staffChanges: StaffChanges = {
  event: CatalogChangedByStaff,
  shown: {
    title: 'whole',
    category: 'whole',
    type: 'whole',
    brand: 'whole',
    company: 'whole',
    description: 'whole',
    pictures: 'whole',
    sku: 'whole',
    gtin: 'whole',
    bin: 'whole',
    productId: 'whole',
    options: 'whole',
    priceMinor: 'whole',
    costMinor: 'whole',
    vatClass: 'whole',
    currency: 'whole',
    retiredAt: 'whole',
  },
};

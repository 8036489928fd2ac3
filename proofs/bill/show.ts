import type { Bill } from './price.ts';

/** A bill for people. */
export const billLines = (bill: Bill): readonly string[] => [
  `  per order    ${bill.operations} billable operations`,
  `  a million    ${bill.usdPerMillionOrders} USD, ${bill.usdPerMillionOrdersWithoutMails} USD without mails (list prices, no Lambda duration)`,
  ...(bill.usdPerMillionOrdersForLambdaTime > 0
    ? [
        `  beside it    ${bill.usdPerMillionOrdersForLambdaTime} USD for Lambda's time, as measured on this machine (arm64, 512 MB)`,
      ]
    : []),
  ...Object.entries(bill.byService).map(([service, { usdPerMillionOrders, perOrder }]) => {
    const units = Object.entries(perOrder).map(([unit, amount]) => `${amount} ${unit}`);
    return `    ${service.padEnd(14)}${usdPerMillionOrders.toFixed(2).padStart(8)} USD   ${units.join(', ')}`;
  }),
];

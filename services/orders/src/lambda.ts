import { dynamo, eventBridge, secretsManager, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

const service = compose(onLambda({ dynamo, eventBridge, secretsManager, sqs }));

export const { placeOrder, checkCart, listOrders, getOrder, cancelOrder, changeAddress } = service;
export const { approveOrder, rejectOrder } = service;
export const { listDiscounts, createDiscount, closeDiscount } = service;
export const { orderPacked, orderShipped, orderDelivered, orderDeliveryFailed, orderReturned } = service;
export const { consume, publish, expire } = service;

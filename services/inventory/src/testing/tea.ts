import { type Service, CAUSE, aService } from './a-service.ts';

export const tea = (count: number) => [{ itemId: 'tea', count }];

export const parcel = (count: number, parcelId = 'p1') => ({ parcelId, lines: tea(count) });

export const withTea = async (count: number, options?: Parameters<typeof aService>[0]): Promise<Service> => {
  const service = aService(options);
  await service.receive('tea', count, CAUSE);
  return service;
};

/** Version and availability of every level that was published, in that order. */
export const levelsTold = async (service: Service) =>
  (await service.published())
    .filter(({ type }) => type === 'StockLevelChanged')
    .map(({ sequence, data }) => [sequence, data['available']]);

export const attentionsOf = async (service: Service) =>
  (await service.published()).filter(({ type }) => type === 'StockNeedsAttention');

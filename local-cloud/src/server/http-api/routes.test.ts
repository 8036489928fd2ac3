import { describe, expect, it } from '@jest/globals';
import { makeRouter } from './routes.ts';

const keys = [
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'ANY /pets/{id}/toys',
  'GET /pets/{id}/toys',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'POST /orders',
];
const router = (routeKeys: readonly string[]) =>
  makeRouter(
    routeKeys.map((key) => {
      const [method = '', path = '$default'] = key.split(' ');
      return { method: key === '$default' ? 'ANY' : method, path, functionName: key };
    }),
  );

describe('a request of several matching routes', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', undefined],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['GET', '/pets/cat/toys', 'GET /pets/{id}/toys', { id: 'cat' }],
    ['PUT', '/pets/cat/toys', 'ANY /pets/{id}/toys', { id: 'cat' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/', 'ANY /{proxy+}', { proxy: '' }],
  ])('%s %s goes the most specific way', (method, path, routeKey, pathParameters) => {
    const match = router(keys)(method, path);
    expect(match).toMatchObject({ routeKey });
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  it('goes to the default route where no other matches', () => {
    expect(router(['$default', 'POST /orders'])('GET', '/nowhere')).toMatchObject({ routeKey: '$default' });
  });
});

describe('a request of no route', () => {
  it.each([
    ['GET', '/orders', 'the path exists for another method only'],
    ['POST', '/orders/', 'a slash is too many'],
    ['POST', '/order', 'the path is another'],
  ])('%s %s is not found, as %s', (method, path) => {
    expect(router(['POST /orders'])(method, path)).toBeUndefined();
  });

  it('is not found when a variable would be empty', () => {
    expect(router(['GET /orders/{id}'])('GET', '/orders/')).toBeUndefined();
  });
});

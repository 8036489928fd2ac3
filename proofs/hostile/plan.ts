import { makeRandom } from '@orderwire/local-cloud/simulator/random';

/** One generated request: the same name, number and seed make the same again. */
export interface Shot {
  /** `dynamodb:PutItem` or `POST /orders`. */
  readonly name: string;
  readonly number: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly operations: readonly string[];
  readonly routes: readonly string[];
  readonly inputs: number;
  readonly routeInputs: number;
  /** Parts that the kills divide it into. */
  readonly parts: number;
}

/** Every operation and route so and so often, in an order that the seed decides. */
export const planOf = ({ seed, operations, routes, inputs, routeInputs, parts }: PlanOptions): readonly Shot[][] => {
  const shots = [
    ...operations.flatMap((name) => Array.from({ length: inputs }, (_, number): Shot => ({ name, number }))),
    ...routes.flatMap((name) => Array.from({ length: routeInputs }, (_, number): Shot => ({ name, number }))),
  ];
  const { below } = makeRandom(seed, 'order');
  for (let at = shots.length - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [shots[at], shots[other]] = [shots[other] as Shot, shots[at] as Shot];
  }
  const size = Math.ceil(shots.length / parts);
  return Array.from({ length: parts }, (_, part) => shots.slice(part * size, (part + 1) * size));
};

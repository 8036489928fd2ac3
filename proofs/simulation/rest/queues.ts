import type { StoredMessage } from '@orderwire/local-cloud/engine/queue/state';
import { POISON, POISON_ROW } from '../world/operators.ts';
import type { World } from '../world/world.ts';

const poisons = new Set(POISON.map(({ body }) => body));

/** What nobody can ever understand, and must be found parked, with the reason. */
const isPoison = ({ body }: StoredMessage): boolean => poisons.has(body) || body.includes(POISON_ROW);

const messagesIn = ({ simulator }: World, arn: string): readonly StoredMessage[] => [
  ...(simulator.engine().state.choreography.queues.queues.get(arn)?.messages.values() ?? []),
];

const shown = ({ body, attributes }: StoredMessage): string =>
  `${attributes?.['reason']?.StringValue ?? 'no reason'}: ${body.slice(0, 300)}`;

/** Whether something that is no poison waits for an operator. */
export const hasParked = (world: World): boolean =>
  world.model.queues.some(({ redrive }) =>
    redrive === undefined ? false : messagesIn(world, redrive.deadLetterArn).some((message) => !isPoison(message)),
  );

/** Nothing waits any more; what is parked is what must be. */
export const checkQueues = (world: World, isPoisoned: boolean): void => {
  const { checks, model } = world;
  let found = 0;
  for (const { name, arn } of model.queues) {
    // A tick that did not get through is made good by the next one.
    if (name.endsWith('MissedTicks')) continue;
    const messages = messagesIn(world, arn);
    const poisoned = messages.filter(isPoison);
    found += poisoned.length;
    checks.that(
      '15-bounds',
      poisoned.every(({ attributes }) => attributes?.['reason'] !== undefined),
      () => `${name} holds what nobody can understand, without a reason`,
    );
    const [other] = messages.filter((message) => !isPoison(message));
    checks.that(
      '15-bounds',
      other === undefined,
      () => `${name} still holds ${other === undefined ? '' : shown(other)}`,
    );
  }
  if (isPoisoned)
    checks.that(
      '15-bounds',
      found >= POISON.length + 1,
      () => `of ${String(POISON.length + 1)} poisons ${String(found)} are parked`,
    );
};

import type { StoredMessage } from '@orderwire/local-cloud/engine/queue/state';
import { eventIdOf } from '../watch/accounting.ts';
import type { Look } from '../watch/effects.ts';
import { isRefused } from '../watch/refusals.ts';
import { POISON, POISON_ROW } from '../world/operators.ts';
import type { World } from '../world/world.ts';

const poisons = new Set(POISON.map(({ body }) => body));

/** What nobody can ever understand, and must be found parked, with the reason. */
const isPoison = ({ body }: StoredMessage): boolean => poisons.has(body) || body.includes(POISON_ROW);

const messagesIn = ({ simulator }: World, arn: string): readonly StoredMessage[] => [
  ...(simulator.engine().state.choreography.queues.queues.get(arn)?.messages.values() ?? []),
];

/** What the provider of payments refuses for ever must be found parked, too. */
const isOfRefused = ({ ledger }: World, look: Look, queue: string, { body }: StoredMessage): boolean => {
  const event = ledger.published.get(eventIdOf(body));
  return queue.includes('-payments-') && event !== undefined && isRefused(event, look);
};

/** The events that are parked, of which payments can make nothing. */
export const parkedPayments = (world: World): ReadonlySet<string> =>
  new Set(
    world.model.queues
      .filter(({ name }) => name.includes('-payments-'))
      .flatMap(({ redrive }) => (redrive === undefined ? [] : messagesIn(world, redrive.deadLetterArn)))
      .map(({ body }) => eventIdOf(body)),
  );

const shown = ({ body, attributes }: StoredMessage): string =>
  `${attributes?.['reason']?.StringValue ?? 'no reason'}: ${body.slice(0, 300)}`;

/** Whether something waits for an operator that may pass when it is redriven. */
export const hasParked = (world: World, look: Look): boolean =>
  world.model.queues.some(
    ({ name, redrive }) =>
      redrive !== undefined &&
      messagesIn(world, redrive.deadLetterArn).some(
        (message) => !isPoison(message) && !isOfRefused(world, look, name, message),
      ),
  );

/** Nothing waits any more; what is parked is what must be. */
export const checkQueues = (world: World, isPoisoned: boolean, look: Look): void => {
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
    const [other] = messages.filter((message) => !isPoison(message) && !isOfRefused(world, look, name, message));
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

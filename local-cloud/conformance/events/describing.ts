import { DescribeEventBusCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { casesOf } from '../area.ts';
import { refused, same } from '../check.ts';
import { EVENT_BRIDGE } from '../pages.ts';

export const describing = casesOf('events', EVENT_BRIDGE.api('DescribeEventBus'), [
  {
    name: 'describe-event-bus/by-name',
    rule: 'A bus is described by its name, with its ARN.',
    run: async ({ events, fixture }) => {
      const { Name, Arn } = await events.send(new DescribeEventBusCommand({ Name: fixture.name('Bus') }));
      same([Name, Arn], [fixture.name('Bus'), await fixture.arn('events', 'Bus')]);
    },
  },
  {
    name: 'describe-event-bus/unknown',
    rule: 'A bus that does not exist is refused with ResourceNotFoundException.',
    run: async ({ events, unique }) => {
      await refused(events.send(new DescribeEventBusCommand({ Name: unique('bus') })), 'ResourceNotFoundException');
    },
  },
  {
    name: 'list-rules/by-prefix',
    rule: 'The rules of a bus are listed by the beginning of their names, with pattern and state.',
    source: EVENT_BRIDGE.api('ListRules'),
    run: async ({ events, fixture }) => {
      const { Rules = [] } = await events.send(
        new ListRulesCommand({ EventBusName: fixture.name('Bus'), NamePrefix: fixture.name('Rest') }),
      );
      same(
        Rules.map(({ Name, State, EventPattern = '' }) => [Name, State, JSON.parse(EventPattern) as unknown]),
        [[fixture.name('Resting'), 'DISABLED', { source: ['conformance'], 'detail-type': ['Told', 'Rested'] }]],
      );
    },
  },
  {
    name: 'list-rules/unknown-bus',
    rule: 'The rules of a bus that does not exist are refused with ResourceNotFoundException.',
    source: EVENT_BRIDGE.api('ListRules'),
    run: async ({ events, unique }) => {
      await refused(events.send(new ListRulesCommand({ EventBusName: unique('bus') })), 'ResourceNotFoundException');
    },
  },
]);

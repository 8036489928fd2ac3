/**
 * Bans of this house that no rule of oxlint's own can say: selectors of syntax, each with what to do instead.
 * `.oxlintrc.json` says where each list holds; tests/architecture/bans.test.ts plants a breach of each.
 */

/** What ICU says changes with the Node that runs, and a shop must print the same on all of them. */
const icu = 'ICU differs from Node to Node: take a table of ours (money/currencies) or plain code.';

const anywhere = {
  ExportDefaultDeclaration: 'Export by name.',
  TSEnumDeclaration: 'Use a union of literals.',
  'MemberExpression[property.name=/^(toLocale[A-Z][A-Za-z]*|localeCompare)$/]': icu,
};

/** Time, chance and the environment enter through ports that shared/lambda (or a driver) makes; nowhere else. */
const ambient = {
  "NewExpression[callee.name='Date'][arguments.length=0]": 'Take a Clock.',
  "CallExpression[callee.name='Date']": 'Take a Clock.',
  'ImportDeclaration[source.value=/^(node:)?timers(.promises)?$/]': 'Bare timers hide time: take a port.',
  'ImportDeclaration[source.value=/^(node:)?process$/]': 'Only shared/lambda reads the environment.',
  "ImportDeclaration[source.value=/^(node:)?crypto$/] ImportSpecifier[imported.name='randomUUID']":
    'Take the id from a port.',
  "MemberExpression[object.name='process'][property.name='env']": 'Only shared/lambda reads the environment.',
};

const ban = (messages) => ({
  create: (context) =>
    Object.fromEntries(
      Object.entries(messages).map(([selector, message]) => [
        selector,
        (node) => {
          context.report({ node, message });
        },
      ]),
    ),
});

// oxlint takes a plugin only as a default export.
export default { meta: { name: 'house' }, rules: { bans: ban(anywhere), 'ambient-bans': ban(ambient) } };

/**
 * Lints texts as if they stood at the given paths of the repository, by its own configuration. In a process of its own,
 * because Jest does not load the configuration, which is an ES module. Rules that need types are left out: the files
 * are not there.
 *
 * Standard input: JSON of `[{file, text}]`. Standard output: JSON of one list of `{ruleId, message}` for each.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({ overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] });
const answers = [];
for (const planted of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(planted.text, { filePath: planted.file });
  answers.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(answers));

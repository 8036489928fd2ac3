import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDERS = ['services', 'shared', 'local-cloud/src/server/http-api'];
/** Compositions name variables of the environment; tests and what they stand on name whatever they like. */
const LEFT_OUT = /^shared\/lambda\/|(^|\/)(node_modules|testing|\.\w+)\/|(\.test|\/(lambda|(partner-)?service))\.ts$/;

/** The source files that can say a code. */
export const sources = (): readonly string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ).filter((file) => file.endsWith('.ts') && !LEFT_OUT.test(file));

/** Only three codes are a single word; another single word is found only where it is given as a `code`. */
const CODE = /^([A-Z][A-Z0-9]*(_[A-Z0-9]+)+|BUSY|INTERNAL|UNAUTHENTICATED)$/;
const WORD = /^[A-Z]{3,}$/;

/** Words of AWS's own protocols, and a reason beside those of the system (`ECONNREFUSED` …). */
const WORDS = new Set([
  ...['ALL_NEW', 'ALL_OLD', 'EPRIVATE'],
  ...['USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'],
  ...['NEW_PASSWORD', 'NEW_PASSWORD_REQUIRED', 'FORCE_CHANGE_PASSWORD'],
]);

const isCode = (text: string): boolean => CODE.test(text) && !WORDS.has(text);

const nameOf = (node: ts.Node): string | undefined =>
  ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
    ? node.name.text
    : undefined;

/** A literal, a member of a table, or the fixed part of what ends in a status or a reason. */
const codeAt = (node: ts.Node): string | undefined => {
  if (ts.isTemplateHead(node) && isCode(node.text.replace(/_$/, ''))) return `${node.text}*`;
  const text = ts.isStringLiteral(node) ? node.text : nameOf(node);
  const said = ts.isStringLiteral(node) && nameOf(node.parent) === 'code' && WORD.test(node.text);
  return text !== undefined && (isCode(text) || (said && !WORDS.has(text))) ? text : undefined;
};

const numbersIn = (node: ts.Node): readonly number[] =>
  ts.isNumericLiteral(node)
    ? [Number(node.text)]
    : ts.isConditionalExpression(node)
      ? [...numbersIn(node.whenTrue), ...numbersIn(node.whenFalse)]
      : [];

const variableOf = (node: ts.Node): string | undefined =>
  ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? node.name.text : undefined;

/** `{status: 404, code: 'X'}` has its code beside the status; else the code is the name of the table's member or of the constant around it. */
const codeOfStatus = (status: ts.PropertyAssignment): string | undefined => {
  const beside = status.parent.properties.find((member) => nameOf(member) === 'code');
  const literal = beside && ts.isPropertyAssignment(beside) ? beside.initializer : undefined;
  if (literal && ts.isStringLiteral(literal)) return literal.text;
  for (let node: ts.Node = status.parent; !ts.isSourceFile(node); node = node.parent) {
    const name = nameOf(node) ?? variableOf(node);
    if (name !== undefined && isCode(name)) return name;
  }
  return undefined;
};

/** Every code in these sources, with the statuses of HTTP that it is answered with. */
export const codesIn = (files: readonly { readonly file: string; readonly text: string }[]) => {
  const codes = new Map<string, Set<number>>();
  const note = (code: string, statuses: readonly number[] = []): void => {
    codes.set(code, new Set([...(codes.get(code) ?? []), ...statuses]));
  };
  const visit = (node: ts.Node): void => {
    const code = codeAt(node);
    if (code !== undefined) note(code);
    if (ts.isPropertyAssignment(node)) {
      const said = node.initializer;
      const ofStatus = nameOf(node) === 'status' ? codeOfStatus(node) : undefined;
      if (ofStatus !== undefined && isCode(ofStatus)) note(ofStatus, numbersIn(said));
      if (code !== undefined && ts.isArrayLiteralExpression(said) && said.elements[0])
        note(code, numbersIn(said.elements[0]));
    }
    ts.forEachChild(node, visit);
  };
  for (const { file, text } of files) visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return codes as ReadonlyMap<string, ReadonlySet<number>>;
};

/** The rows of the tables of codes: `| \`CODE\` | 404, 422 | … |`, or without a column for the status. */
export const documentedIn = (markdown: string) =>
  [...markdown.matchAll(/^\| `([A-Z0-9_*]+)` *\|([^|]*)\|/gm)].map(([, code = '', second = '']) => ({
    code,
    statuses: /^[\d, ]+$/.test(second) ? second.trim() : '',
  }));

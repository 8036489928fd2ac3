import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { MEASURES, type Part, PARTS } from '../measures.ts';
import { pageOf } from './page.ts';
import type { Report, Saved } from './report.ts';

const JSON_FILE = 'docs/performance.json';
const PAGE_FILE = 'docs/performance.md';
const PICTURES = 'docs/pictures';

const readSaved = (root: string): Saved =>
  existsSync(join(root, JSON_FILE)) ? (JSON.parse(readFileSync(join(root, JSON_FILE), 'utf8')) as Saved) : {};

const partReport = (report: Report, part: Part): Report => {
  const { bill, billOfBaseline, ...rest } = report;
  return {
    ...rest,
    measures: report.measures.filter(({ name }) => MEASURES[name].part === part),
    ...(part === 'bill' && { ...(bill && { bill }), ...(billOfBaseline && { billOfBaseline }) }),
  };
};

/** Takes a report's parts in the place of older ones, and writes the page anew. @returns the files written */
export const save = async (root: string, report: Report, parts: readonly Part[]): Promise<readonly string[]> => {
  const measured = new Set(report.measures.map(({ name }): Part => MEASURES[name].part));
  const fresh = parts.filter((part) => measured.has(part)).map((part) => [part, partReport(report, part)]);
  const all: Saved = { ...readSaved(root), ...(Object.fromEntries(fresh) as Saved) };
  const saved: Saved = Object.fromEntries(PARTS.flatMap((part) => (all[part] ? [[part, all[part]]] : [])));
  const { text, pictures } = pageOf(saved, 'pictures');
  mkdirSync(join(root, PICTURES), { recursive: true });
  const pretty = (said: string, parser: string): Promise<string> =>
    format(said, { parser, printWidth: 120, singleQuote: true });
  writeFileSync(join(root, JSON_FILE), await pretty(JSON.stringify(saved), 'json'));
  writeFileSync(join(root, PAGE_FILE), await pretty(text, 'markdown'));
  for (const [name, svg] of pictures) writeFileSync(join(root, PICTURES, name), svg);
  return [JSON_FILE, PAGE_FILE, ...[...pictures.keys()].map((name) => `${PICTURES}/${name}`)];
};

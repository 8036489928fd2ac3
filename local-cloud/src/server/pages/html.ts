const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #3d444d); --soft: light-dark(#59636e, #9198a1); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-bottom: 1rem; }
a { color: light-dark(#0550ae, #79b8ff); padding: .25rem 0; }
:focus-visible { outline: 3px solid light-dark(#0550ae, #79b8ff); outline-offset: 2px; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; }
label { display: grid; gap: .25rem; flex: 1 1 14rem; }
input, select, button { font: inherit; padding: .5rem; min-height: 2.75rem; width: 100%; }
button { width: auto; }
article, details { border-top: 1px solid var(--line); padding: .75rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
pre { white-space: pre-wrap; font-size: .875rem; }
iframe { width: 100%; height: 24rem; border: 1px solid var(--line); background: #fff; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .375rem .5rem .375rem 0; }
small, time { color: var(--soft); }
ol.live { list-style: none; padding: 0; } ol.live details { padding: .375rem 0; }
`;

const PAGES = [
  ['/_local', 'Start'],
  ['/_local/mails', 'Mails'],
  ['/_local/logs', 'Logs'],
  ['/_local/live', 'Live'],
  ['/_local/meter.json', 'Meter'],
  ['/_local/info.json', 'Info'],
] as const;

/** One page: `body` is HTML that the caller has escaped. */
export const page = (title: string, body: string, script = ''): string => {
  const links = PAGES.map(([href, name]) => `<a href="${href}">${name}</a>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – local cloud</title><style>${STYLE}</style></head>
<body><nav aria-label="Pages">${links}</nav><main><h1>${escapeHtml(title)}</h1>${body}</main>${script}</body></html>`;
};

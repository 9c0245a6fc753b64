import type { Asset } from './asset.ts';
import { html, type HtmlValue } from './html.ts';
import { markOf, markUrlOf } from './mark.ts';
import type { Mood } from './mood.ts';
import type { Page } from './page.ts';
import { STYLE } from './style.ts';

/** What is different from page to page. */
export interface PageContent {
  /** Of the tab, and what is read out first: what happened. */
  readonly title: string;
  readonly heading: string;
  readonly mood: Mood;
  readonly body: HtmlValue;
  readonly script?: Asset;
  /** What it has beside the style sheet of all pages. */
  readonly style?: Asset;
  /** Whether its script asks where the page came from. */
  readonly asks?: boolean;
  /** Whether the page has a form, which is sent to where the page came from. */
  readonly form?: boolean;
}

/** Puts a page into the frame that all have. */
export function layout(content: PageContent): Page {
  const { title, heading, mood, body, script, style } = content;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Drawbridge</title>
<link rel="icon" href="${markUrlOf(mood)}">
<style>${STYLE.text}</style>${style && html`\n<style>${style.text}</style>`}
</head>
<body class="${mood}">
<header>${markOf(mood)}<span>Drawbridge</span></header>
<main>
<h1>${heading}</h1>
${body}
</main>
${script && html`<script>${script.text}</script>\n`}</body>
</html>
`;
  return { html: document.toString(), contentSecurityPolicy: policy(content) };
}

function policy({ script, style, asks, form }: PageContent): string {
  return [
    "default-src 'none'",
    `style-src '${STYLE.hash}'${style === undefined ? '' : ` '${style.hash}'`}`,
    ...(script === undefined ? [] : [`script-src '${script.hash}'`]),
    ...(asks === true ? ["connect-src 'self'"] : []),
    // The sign in the tab, which is in the page itself.
    'img-src data:',
    `form-action ${form === true ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

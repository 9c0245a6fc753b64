import { breakable } from '../breakable.ts';
import { html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';
import type { InspectorLayer, InspectorView } from './inspector.ts';
import { INSPECTOR_SCRIPT } from './inspector-script.ts';
import { INSPECTOR_STYLE } from './inspector-style.ts';
import { showLayer } from './show-layer.ts';

const HEADING = 'What is in this cookie?';
const LEAD = 'Layer by layer, from the outside in. Tokens are masked.';
const ORIGIN = 'This was read from what your browser sent, and is kept nowhere.';

/** Bytes of the HTML of all layers, at most; with style, script and warnings a page stays below 80 KB. */
const MAX_LAYERS = 48_000;
/** Characters of all warnings, at most. */
const MAX_WARNINGS = 12_000;

/**
 * What is in a cookie, for who has it. Where tokens are masked, its button posts `form` to the page's own address, to be
 * shown them; where they are not, it leads back to its own address.
 */
export function inspectorPage(view: InspectorView): Page {
  const { at, showsTokens, layers, warnings, formToken } = view;
  const { heading = HEADING, lead = LEAD, origin = ORIGIN, summary } = view;
  const shown: ReturnType<typeof showLayer>[] = [];
  let size = 0;
  for (const layer of layers) {
    // What cannot fit is not written to find that out.
    if (size + lengthOf(layer) > MAX_LAYERS) break;
    const next = showLayer(layer);
    size += next.toString().length;
    if (size > MAX_LAYERS) break;
    shown.push(next);
  }
  const left = layers.length - shown.length;
  let length = 0;
  const told = warnings.filter(({ path, text }) => {
    const own = path.join().length + text.length;
    if (length + own > MAX_WARNINGS) return false;
    length += own;
    return true;
  });
  const untold = warnings.length - told.length;
  return layout({
    title: heading,
    heading,
    mood: 'calm',
    form: true,
    script: INSPECTOR_SCRIPT,
    style: INSPECTOR_STYLE,
    body: html`${summary === undefined ? undefined : html`<p><strong><bdi>${breakable(summary)}</bdi></strong></p>\n`}<p class="lead" data-now="${String(at)}">${showsTokens ? 'With its tokens as they are: whoever sees this page can use them. Close it when you are done.' : lead}</p>
${
  formToken === undefined
    ? showsTokens
      ? html`<p><a class="go" href="?">Mask the tokens again</a></p>`
      : undefined
    : html`<form method="post"><input type="hidden" name="form" value="${formToken}"><p><button>Show the tokens</button></p></form>`
}
${
  warnings.length === 0
    ? undefined
    : html`<h2 id="warnings">To beware of</h2>
<ul class="warnings" aria-labelledby="warnings">
${told.map(({ path, text }) => html`<li>${path.length === 0 ? '' : html`<strong><bdi>${breakable(path.join(' › '))}</bdi></strong>: `}<bdi>${breakable(text)}</bdi></li>\n`)}</ul>${untold === 0 ? undefined : html`\n<p class="soft">${String(untold)} more ${untold === 1 ? 'warning does' : 'warnings do'} not fit on a page: <code>drawbridge inspect</code> shows all.</p>`}`
}
<ol class="layers">
${shown}</ol>
${left === 0 ? undefined : html`<p class="soft">${String(left)} more ${left === 1 ? 'layer does' : 'layers do'} not fit on a page: <code>drawbridge inspect</code> shows all.</p>`}
<footer><p class="soft">${origin} Times are in UTC.</p></footer>`,
  });
}

/** Characters of its members, which are fewer than those of their HTML. */
function lengthOf({ claims = [], header = [] }: InspectorLayer): number {
  return [...header, ...claims].reduce((sum, { name, text }) => sum + name.length + text.length, 0);
}

/**
 * The same page where there is no cookie.
 *
 * @param name - of the cookie that is looked for
 * @param signInUrl - of http or https. Default: the page does not lead there
 */
export function noCookiePage(name: string, signInUrl?: string): Page {
  return layout({
    title: 'No cookie',
    heading: 'There is no cookie to look into',
    mood: 'calm',
    body: html`<p class="lead">Your browser sent no cookie <code><bdi>${breakable(name)}</bdi></code>.</p>
${signInUrl === undefined ? html`<p>Sign in to one of your apps, and load this page again.</p>` : html`<p><a class="go" href="${signInUrl}">Sign in</a></p>`}
<p class="soft">Signed in already? Then the cookie is of another host or domain than this page, and your browser keeps it from here.</p>`,
  });
}

/** The same page of a session, where nobody is signed in. @param signIn - where a sign-in begins that leads back */
export function noSessionPage(signIn: string): Page {
  return layout({
    title: 'Not signed in',
    heading: 'There is no session to look into',
    mood: 'calm',
    body: html`<p class="lead">Here you see what your sign-in is made of: the cookie, what is kept of you, and what apps are told.</p>
<p><a href="${signIn}">Sign in</a> to see it.</p>`,
  });
}

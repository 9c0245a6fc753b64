import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';
import { INSPECTOR_UI_SCRIPT } from './inspector-ui-script.ts';
import { INSPECTOR_UI_STYLE } from './inspector-ui-style.ts';

/** What there is to try. */
export interface InspectorUi {
  /** Where it is reached, without a slash at its end: people sign in and out below it. */
  readonly serverUrl: string;
  readonly cookieName: string;
  /** What all operations belong to: the first part of their addresses. */
  readonly tag: string;
  readonly operations: readonly InspectorOperation[];
  /** Whether `/inspect` is there, which explains the cookie. */
  readonly explains: boolean;
}

/** One thing to ask for. */
export interface InspectorOperation {
  /** Absolute, seen from where the page's own `/ui/` is. */
  readonly path: string;
  /** The second part of its address in the page. */
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
}

/**
 * The page where the steps are tried. It is to be served at `/ui/`, and asks for what is beside that path, of its own origin
 * alone. `#/<tag>/<operationId>` behind its address opens an operation, as in Swagger UI.
 */
export function inspectorUiPage(ui: InspectorUi): Page {
  const { serverUrl, cookieName, tag, operations, explains } = ui;
  const back = encodeURIComponent(`${serverUrl}/ui/`);
  return layout({
    title: 'What is in your cookie',
    heading: 'What is in your cookie',
    mood: 'calm',
    script: INSPECTOR_UI_SCRIPT,
    style: INSPECTOR_UI_STYLE,
    asks: true,
    body: html`<p class="lead">Each step shows more of the cookie <code>${cookieName}</code>, which keeps you signed in. It is your own, and what is shown here signs in as you: show it to nobody.</p>
<p class="ways"><a class="go" href="${serverUrl}/login?url=${back}">Sign in</a> ${explains ? html`<a href="../inspect">All of it, explained</a> ` : undefined}<a href="${serverUrl}/logout">Sign out</a> <a href="../openapi.json">OpenAPI description</a></p>
<noscript><p>Without its script this page asks for nothing. Open the addresses of the steps themselves.</p></noscript>
<section id="/${tag}" aria-labelledby="steps">
<h2 id="steps">Steps</h2>
${operations.map((operation) => show(operation, tag, cookieName))}</section>
`,
  });
}

function show(operation: InspectorOperation, tag: string, cookieName: string): Html {
  const { path, operationId, summary, description } = operation;
  return html`<details class="operation" id="/${tag}/${operationId}" data-path="..${path}">
<summary><span class="verb">GET</span> <code>${path}</code> <span class="soft">${summary}</span></summary>
<div class="inside">
<p>${description}</p>
<p><button type="button" data-do="execute">Execute</button> <a class="soft" href="..${path}">Open the answer itself</a></p>
<p class="outcome" role="status"></p>
<div class="answer" hidden>
<h3>Body <button type="button" class="small" data-do="copy">Copy</button></h3>
<pre class="body" tabindex="0" aria-label="Body of the answer to ${path}"></pre>
<h3>Header fields</h3>
<pre class="fields" tabindex="0" aria-label="Header fields of the answer to ${path}"></pre>
<h3>From a terminal <button type="button" class="small" data-do="copy">Copy</button></h3>
<pre class="curl" tabindex="0" aria-label="The same with curl"></pre>
<p class="soft">Before it: <code>export COOKIE='${cookieName}=…'</code>, with the <code>cookie_value</code> of the first step.</p>
</div>
</div>
</details>
`;
}

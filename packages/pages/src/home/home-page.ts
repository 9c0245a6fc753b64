import { breakable } from '../breakable.ts';
import { html, type Html } from '../html.ts';
import { layout } from '../layout.ts';
import type { Page } from '../page.ts';
import type { Home, HomeEvent } from './home.ts';
import { HOME_SCRIPT } from './home-script.ts';
import { HOME_STYLE } from './home-style.ts';
import { showClock, showEvent, showVerdict } from './show-event.ts';
import { showPart, showTile } from './show-part.ts';

/**
 * The home page of the try-out system. Its buttons post to their own paths of this site; `/events` of it is to tell by
 * server-sent events when there is something new, and the page then loads itself again behind the scenes.
 */
export function homePage({ parts, events }: Home): Page {
  const latestOf = (part: string) => events.find((event) => event.part === part);
  const nameOf = (id: string) => parts.find((part) => part.id === id)?.name ?? id;
  const [newest] = events;
  return layout({
    title: 'Try it',
    heading: 'The whole bridge, on this machine',
    mood: 'good',
    form: true,
    script: HOME_SCRIPT,
    asks: true,
    style: HOME_STYLE,
    body: html`<p class="lead">These parts are the real ones, and nobody but this machine reaches them. Press a button: you see who came with what, which rule decided, and what came out of it.</p>
<p class="news" id="news" role="status" data-live>${newest === undefined ? '' : html`<span id="news-${newest.id}"><strong>${nameOf(newest.part)}</strong>: ${breakable(newest.title)}</span>`}</p>
<p id="gone" role="alert" hidden>Drawbridge has stopped. This page shows what was before; start it again with <code>npm start</code>.</p>
<noscript><p class="soft">Without its script this page does not change by itself. Load it again to see what happened since.</p></noscript>
<nav aria-label="Parts"><ul class="tiles">
${parts.map((part) => showTile(part, latestOf(part.id)))}</ul></nav>
${parts.map((part) => showPart(part, latestOf(part.id)))}<section class="part" id="log" aria-labelledby="log-name">
<h2 id="log-name">What was decided, the newest first</h2>
<p class="soft">From here and from your terminal alike. No token stands here: of each you see what it says.</p>
<ol class="log" id="log-events" data-live>
${events.map((event) => showLine(event, nameOf(event.part)))}</ol>
</section>
`,
  });
}

function showLine(event: HomeEvent, part: string): Html {
  return html`<li id="log-${event.id}"><details><summary>${showClock(event.at)} <span class="where">${part}</span> <span class="verdict ${event.outcome}">${showVerdict(event)}</span> <span class="soft said">${breakable(event.title)}</span></summary>
<div class="told">${showEvent(event)}</div></details></li>
`;
}

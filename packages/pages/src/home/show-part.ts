import { breakable } from '../breakable.ts';
import { html, type Html } from '../html.ts';
import type { HomeButton, HomeEvent, HomePart } from './home.ts';
import { showClock, showEvent } from './show-event.ts';

/** A part with its addresses, its buttons, and what it decided last. */
export function showPart(part: HomePart, latest: HomeEvent | undefined): Html {
  const { id, name, does, addresses, links = [], buttons, commands } = part;
  return html`<section class="part" id="${id}" aria-labelledby="${id}-name">
<div class="about">
<h2 id="${id}-name">${name}</h2>
<p>${does}</p>
<ul class="addresses">
${addresses.map(({ label, url, shown = url }) => html`<li><span class="soft">${label}</span> <a href="${url}">${breakable(shown)}</a></li>\n`)}</ul>
<div class="tries">
${links.map(({ href, label }) => html`<a class="go" href="${href}" target="_blank" rel="noopener">${label} <span aria-hidden="true">↗</span></a>\n`)}${buttons.map(showButton)}</div>
${commands.map(({ label, text }) => html`<details class="command"><summary>${label}</summary><pre tabindex="0">${text}</pre></details>\n`)}</div>
<div class="result" id="${id}-result" data-live>
${latest === undefined ? html`<p class="soft" id="${id}-none">Nothing has been asked here yet.</p>` : html`<div id="${id}-${latest.id}">${showEvent(latest)}</div>`}
</div>
</section>
`;
}

function showButton({ action, label, leads = false }: HomeButton): Html {
  const arrow = leads ? html` <span aria-hidden="true">↗</span>` : '';
  return html`<form method="post" action="${action}"${leads ? html` target="_blank" rel="noopener"` : ''}><button>${label}${arrow}</button></form>\n`;
}

/** A part in one line, which leads to it. */
export function showTile({ id, name }: HomePart, latest: HomeEvent | undefined): Html {
  return html`<li><a href="#${id}"><strong>${name}</strong> <span id="${id}-tile" data-live>${
    latest === undefined
      ? html`<span class="soft" id="${id}-untried">not asked yet</span>`
      : html`<span class="tile ${latest.outcome}" id="${id}-tile-${latest.id}">${latest.verdict} ${showClock(latest.at)}</span>`
  }</span></a></li>
`;
}

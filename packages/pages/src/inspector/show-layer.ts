import { breakable } from '../breakable.ts';
import { html, type Html } from '../html.ts';
import type { InspectorClaim, InspectorLayer, InspectorSignature } from './inspector.ts';

/** One layer of what is looked into. */
export function showLayer(layer: InspectorLayer): Html {
  const { path, title, about, facts, header, claims, signature, steps } = layer;
  const { claimsTitle = 'Claims' } = layer;
  return html`<li class="layer"><h2><bdi>${breakable(title)}</bdi></h2>
${path.length < 2 ? '' : html`<p class="where soft">In <bdi>${breakable(path.join(' › '))}</bdi></p>\n`}<p>${about}</p>
<dl>${signature === undefined ? '' : showSignature(signature)}${facts.map(({ name, value }) => html`<dt>${name}</dt><dd><bdi>${breakable(value)}</bdi></dd>\n`)}</dl>
${header === undefined ? '' : showClaims('Header', header)}${claims === undefined ? '' : showClaims(claimsTitle, claims)}${steps.length === 0 ? '' : showSteps(steps)}</li>
`;
}

const STATES = {
  verified: 'verified',
  forged: 'forged',
  'not checked': 'unchecked',
  'not signed': 'unsigned',
} as const;

function showSignature({ state, algorithm, why }: InspectorSignature): Html {
  return html`<dt>signature</dt><dd><span class="state ${STATES[state]}">${state}</span> (<bdi>${algorithm}</bdi>)<p class="soft"><bdi>${breakable(why)}</bdi></p></dd>\n`;
}

function showClaims(title: string, claims: readonly InspectorClaim[]): Html {
  return html`<h3>${title}</h3>
<dl>${claims.map(showClaim)}</dl>
`;
}

function showClaim({ name, text, time, clock, about, scope, source }: InspectorClaim): Html {
  const from = [
    ...(scope === undefined ? [] : [`scope ${scope}`]),
    ...(source === undefined ? [] : [source]),
  ].join('; ');
  return html`<dt><code><bdi>${breakable(name)}</bdi></code></dt><dd><bdi class="value">${breakable(text)}</bdi>${time === undefined || clock === undefined ? '' : html`<br>${showMoment(time)} <span class="clock" data-until="${String(time)}">${clock}</span>`}${about === undefined ? '' : html`<p class="soft">${about}${from === '' ? '' : ` (${from})`}</p>`}</dd>
`;
}

function showMoment(seconds: number): Html {
  const iso = new Date(seconds * 1000).toISOString();
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/\.000Z$|Z$/, ' UTC')}</time>`;
}

function showSteps(steps: InspectorLayer['steps']): Html {
  return html`<details><summary>By hand</summary>
${steps.map(({ does, input, line }) => html`<p>${does}, from ${input}:</p>\n<pre tabindex="0"><bdi>${line}</bdi></pre>\n`)}</details>
`;
}

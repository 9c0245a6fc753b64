import { breakable } from '../breakable.ts';
import { html, type Html } from '../html.ts';
import type { Fate, HomeClaim, HomeEvent, HomeFacts } from './home.ts';

const FATES: Readonly<Record<Fate, string>> = {
  stays: 'stays',
  asked: 'checked',
  left: 'left behind',
  new: 'new',
};

/** What was decided, why, and what came of it. */
export function showEvent(event: HomeEvent): Html {
  const { title, before, after, rule, code, why, advice } = event;
  const isRuled = rule?.text !== undefined || why !== undefined;
  return html`<p class="verdict ${event.outcome}">${showVerdict(event)} ${showClock(event.at)}</p>
<p>${breakable(title)}</p>
${
  before === undefined && after === undefined && !isRuled
    ? ''
    : html`<div class="way">
${before && showFacts(before)}
${
  isRuled
    ? html`<div class="deck">
<h3>${rule?.text === undefined ? 'Why' : 'The rule that decided'}</h3>
${rule?.text === undefined ? '' : html`<p class="rule">${rule.text.split('\n').map((line) => html`<span>${line}</span>`)}</p>`}
${why === undefined ? '' : html`<p>${breakable(why)}</p>`}
${advice === undefined ? '' : html`<h3>${advice.title}</h3>\n<pre>${advice.text}</pre>`}
${code === undefined ? '' : html`<p class="soft">Code <code>${code}</code></p>`}
</div>`
    : ''
}
${after && showFacts(after)}
</div>`
}`;
}

/** The outcome, never by colour alone. */
export function showVerdict({ verdict, outcome, rule }: HomeEvent): Html {
  return html`<strong><span class="sign" aria-hidden="true">${SIGNS[outcome]}</span> ${verdict}</strong>${
    rule === undefined ? '' : html` by the rule <code>${rule.name}</code>`
  }`;
}

const SIGNS = { allowed: '✓', refused: '✕', waits: '…' } as const;

/** The time of day, by the clock of the machine. */
export function showClock(seconds: number): Html {
  const date = new Date(seconds * 1000);
  const shown = date.toLocaleTimeString('en-GB');
  return html`<time class="soft" datetime="${date.toISOString().replace('.000Z', 'Z')}">${shown}</time>`;
}

function showFacts({ title, claims, more }: HomeFacts): Html {
  return html`<div class="bank">
<h3>${title}</h3>
${showClaims(claims)}
${
  more === undefined || more.claims.length === 0
    ? ''
    : html`<details class="more"><summary>${more.title}</summary>
${showClaims(more.claims)}
</details>`
}
</div>`;
}

function showClaims(claims: readonly HomeClaim[]): Html {
  return html`<dl class="claims">
${claims.map(showClaim)}</dl>`;
}

function showClaim({ name, value, fate }: HomeClaim): Html {
  return html`<div class="${fate ?? 'plain'}"><dt>${breakable(name)}</dt><dd><span>${breakable(value)}</span>${
    fate === undefined ? '' : html` <span class="fate">${FATES[fate]}</span>`
  }</dd></div>\n`;
}

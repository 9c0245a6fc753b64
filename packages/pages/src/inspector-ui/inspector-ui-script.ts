import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/**
 * Opens the step that the address names, asks for what a button says, and shows the answer as text: nothing of an answer is
 * ever taken for HTML.
 */
export const INSPECTOR_UI_SCRIPT: Asset = {
  text: html`
const LINE_END = String.fromCharCode(10);
const QUOTE = String.fromCharCode(39);
const steps = [...document.querySelectorAll('details.operation')];

function openByAddress() {
  const step = steps.find(({ id }) => location.hash === '#' + id);
  if (step === undefined) return;
  step.open = true;
  step.scrollIntoView();
  step.querySelector('summary').focus({ preventScroll: true });
}

function readable(text) {
  if (text.includes(LINE_END)) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function curlOf(address) {
  return 'curl --cookie "$COOKIE" -H "accept: application/json" ' + QUOTE + address.href.replaceAll(QUOTE, '%27') + QUOTE;
}

async function execute(step, button) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  const find = (name) => step.querySelector('.' + name);
  const outcome = find('outcome');
  const address = new URL(step.dataset.path, location.href);
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      redirect: 'manual',
    });
    if (answer.type === 'opaqueredirect') {
      find('answer').hidden = true;
      outcome.textContent = 'The proxy before this leads elsewhere, as it does to who is not signed in. Sign in, and try it again.';
      return;
    }
    const text = await answer.text();
    outcome.textContent = answer.status === 401
      ? '401: your cookie is not there, or not accepted. Sign in, and try it again.'
      : 'Answered with status ' + answer.status + '.';
    find('body').textContent = readable(text);
    find('fields').textContent = [...answer.headers].map((field) => field.join(': ')).join(LINE_END);
    find('curl').textContent = curlOf(address);
    find('answer').hidden = false;
  } catch {
    find('answer').hidden = true;
    outcome.textContent = 'No answer came. Look whether this machine is online, and try it again.';
  } finally {
    button.removeAttribute('aria-busy');
  }
}

async function copy(button) {
  const text = button.parentElement.nextElementSibling.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied';
  }
}

document.addEventListener('click', ({ target }) => {
  const what = target.dataset?.do;
  if (what === 'execute') execute(target.closest('details'), target);
  if (what === 'copy') copy(target);
});
for (const step of steps) {
  step.addEventListener('toggle', () => {
    if (step.open) history.replaceState(null, '', '#' + step.id);
  });
}
addEventListener('hashchange', openByAddress);
openByAddress();
`,
  hash: 'sha256-7hWpPU453qONOeM/I9HZldEy3NCgOrReyXOD38gxU2o=',
};

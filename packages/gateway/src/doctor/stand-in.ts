import { codeOf, locationOf } from './read-answer.ts';
import type { Answer } from './send.ts';
import { type Outcome, unseen, type Walk } from './walk.ts';

/** What is below it is of oauth2-proxy, or of a gateway that stands in for it (`compatibility.oauth2Proxy`). */
const BASE = '/oauth2/';

/** Apps have other addresses there, and are no gateway. */
const SIGN_INS = new Set(['sign_in', 'start', 'drawbridge/login'].map((path) => `${BASE}${path}`));

/** Whether an answer leads to a sign-in of oauth2-proxy: by its address, or by a page of the gateway with a link there. */
export function leadsToOauth2Proxy(answer: Answer, origin: string): boolean {
  const { pathname = '' } = locationOf(answer, origin) ?? {};
  if (SIGN_INS.has(pathname)) return true;
  return codeOf(answer) !== undefined && /["/]oauth2\/\w/.test(answer.text);
}

/** Ends a walk: all steps that come ask at other paths, and would find what is no fault. */
export function endAtOauth2Proxy(walk: Walk): Outcome {
  walk.end = `the sign-in is below ${BASE}`;
  return unseen(
    `people sign in below ${BASE}, as where the gateway stands in for oauth2-proxy: the doctor knows a sign-in below /.drawbridge/ alone, and looks at nothing here; have the proxy ask as drawbridge gateway snippet prints it to be looked at`,
  );
}

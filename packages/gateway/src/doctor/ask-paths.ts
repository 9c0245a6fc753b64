import { quote } from '@drawbridge/core';
import { judgeUnasked } from './judge-unasked.ts';
import { codeOf, isChallenged, loginOf, refusedOf } from './read-answer.ts';
import { AS_BROWSER, found, good, type Outcome, type Step, unseen, type Walk } from './walk.ts';

/** Other paths of the app, which may have lines of their own in the proxy: that the gateway is asked about them, and no more. */
export function askPaths(paths: readonly string[]): Step {
  return { at: 'other paths without a session', look: (walk) => look(walk, paths) };
}

async function look(walk: Walk, paths: readonly string[]): Promise<Outcome> {
  if (paths.length === 0) {
    return unseen('give by --path those of the app that have lines of their own in the proxy');
  }
  const open: string[] = [];
  for (const path of paths) {
    const outcome = await lookAt(path, walk);
    if (outcome?.state === 'fault') {
      return found(outcome.fault, `at ${quote(path)} ${outcome.seen}`);
    }
    if (outcome !== undefined) open.push(quote(path));
  }
  const asked = `the gateway is asked about ${paths.length} of ${paths.length}`;
  return good(open.length === 0 ? asked : `${asked}, and lets anybody see ${open.join(', ')}`);
}

/** @returns `undefined` where nothing of the app is seen */
async function lookAt(path: string, walk: Walk): Promise<Outcome | undefined> {
  const { origin } = walk.page;
  const answer = await walk.ask({ target: path, fields: AS_BROWSER });
  const isOfGateway =
    loginOf(answer, origin) !== undefined ||
    refusedOf(answer, origin) !== undefined ||
    codeOf(answer) !== undefined ||
    isChallenged(answer);
  if (isOfGateway) return undefined;
  return judgeUnasked(answer, { ...walk, page: { ...walk.page, target: path }, isPublic: false });
}

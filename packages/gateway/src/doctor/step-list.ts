import { askAsProgram, sendForm } from './ask-as-program.ts';
import { askAsProxy } from './ask-as-proxy.ts';
import { askAuthHost } from './ask-auth-host.ts';
import { askAgain, askEcho } from './ask-echo.ts';
import { askAddress, askGateway } from './ask-gateway.ts';
import { askPage } from './ask-page.ts';
import { askPaths } from './ask-paths.ts';
import { askLongAddress } from './ask-long-address.ts';
import { judgeCookies } from './judge-cookies.ts';
import { judgeRedirect } from './judge-redirect.ts';
import { sendCookies } from './send-cookies.ts';
import { spoofQuestion } from './spoof-question.ts';
import type { Step } from './walk.ts';

/** All that is looked at, in its order: each step may rely on what those before it found good. */
export function createStepList(
  fields: readonly string[],
  paths: readonly string[],
): readonly Step[] {
  return [
    askPage,
    askPaths(paths),
    judgeRedirect,
    spoofQuestion,
    askGateway,
    askAddress,
    sendCookies,
    judgeCookies,
    askLongAddress,
    askAuthHost,
    askAsProxy,
    askAsProgram,
    sendForm,
    askEcho(fields),
    askAgain,
  ];
}

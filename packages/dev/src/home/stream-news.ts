import type { ServerResponse } from 'node:http';
import type { Decisions } from './decisions.ts';

/** Milliseconds between two lines that say nothing, by which a reader that is gone is noticed. */
const QUIET = 15_000;

/** Tells a page by server-sent events (HTML section 9.2) that there is something new; what it is, the page asks for. */
export function streamNews(response: ServerResponse, decisions: Decisions): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const say = (text: string) => {
    // What waits for who does not read would grow for ever; a page that is looked at asks again.
    if (response.writableNeedDrain) response.destroy();
    else response.write(text);
  };
  const tell = () => say('data: new\n\n');
  say('retry: 1000\n');
  // Something may have happened while the page was on its way.
  tell();
  const unfollow = decisions.follow(tell);
  const timer = setInterval(() => say(':\n\n'), QUIET);
  response.once('close', () => {
    unfollow();
    clearInterval(timer);
  });
}

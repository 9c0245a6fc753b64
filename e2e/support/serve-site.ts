import { type Call, type Reply, silentLog } from '@drawbridge/core';
import { listen } from '@drawbridge/node';
import type { Stage } from './stage.ts';

/** Serves what a test answers, each time by the path too, until the stage is cleared. @returns the origin */
export async function serveSite(
  stage: Stage,
  host: string,
  answer: (call: Call, path: string) => Promise<Reply>,
): Promise<string> {
  const service = {
    handle: (call: Call) => answer(call, call.target.split('?')[0] ?? ''),
    close: () => Promise.resolve(),
  };
  const listener = await listen(service, { host, port: 0 }, silentLog);
  stage.later(() => listener.close());
  return listener.url;
}

/** A page of a site. */
export function htmlReply(body: string): Reply {
  return { status: 200, headers: [['content-type', 'text/html']], body };
}

import { createServer } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** What is between a client and a token endpoint over TLS: a test has either wait. */
export interface Middleman {
  readonly url: string;
  /** Holds back what comes from now on: requests, or the answers to them. `undefined` lets all through. */
  hold(what: 'requests' | 'answers' | undefined): void;
  /** How many it holds back of those whose client still waits. */
  held(): number;
}

/** Starts one, until the stage is cleared. What was held back is never passed on. */
export async function startMiddleman(
  stage: Stage,
  endpoint: string,
  ca: string,
): Promise<Middleman> {
  let holds: 'requests' | 'answers' | undefined;
  let held = 0;
  const server = createServer((incoming, response) => {
    const isHeld = (what: typeof holds) => {
      if (holds !== what) return false;
      held++;
      response.once('close', () => held--);
      return true;
    };
    void (async () => {
      const body = await buffer(incoming);
      if (isHeld('requests')) return;
      const { host: _, ...headers } = incoming.headers;
      const onward = request(endpoint, { method: 'POST', headers, ca }, (reply) => {
        void buffer(reply).then((content) => {
          if (isHeld('answers')) return;
          response.writeHead(reply.statusCode ?? 502, { 'content-type': 'application/json' });
          response.end(content);
        });
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    })();
  });
  return {
    url: `${await serveHere(stage, server)}/token`,
    hold(what) {
      holds = what;
    },
    held: () => held,
  };
}

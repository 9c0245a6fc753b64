import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** How a provider that means no good answers its token endpoint. */
type IllAnswer = 'well' | 'drip' | 'flood' | 'redirect' | 'refusal';

/** A provider of OAuth that says what a test wants. */
export interface IllProvider {
  readonly url: string;
  answer: IllAnswer;
  /** The body of UserInfo. */
  person: string;
  /** Requests at the address where it redirects to. */
  readonly led: readonly string[];
}

/** What is in its answers, and in no output of whoever asks. */
export const PLANTED = {
  accessToken: 'planted-access-token',
  refreshToken: 'planted-refresh-token',
  claim: 'planted-claim',
} as const;

const TOKENS = JSON.stringify({
  access_token: PLANTED.accessToken,
  refresh_token: PLANTED.refreshToken,
  token_type: 'Bearer',
});

/** Starts one, until the stage is cleared. */
export async function startIllProvider(stage: Stage): Promise<IllProvider> {
  const led: string[] = [];
  const state = { answer: 'well' as IllAnswer, person: '' };

  const answers: Readonly<Record<IllAnswer, (response: ServerResponse, sent: string) => void>> = {
    well: (response) => json(response, 200, TOKENS),
    drip(response) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => {
        clearInterval(timer);
      });
    },
    flood: (response) => json(response, 200, ' '.repeat(20_000_000)),
    redirect(response) {
      response.writeHead(307, { location: '/led' }).end();
    },
    refusal(response, sent) {
      const error = { error: 'invalid_grant', error_description: `<script>${sent}</script>` };
      json(response, 400, JSON.stringify(error));
    },
  };
  const server = createServer((request, response) => {
    void text(request).then((sent) => {
      if (request.url === '/userinfo') return json(response, 200, state.person);
      if (request.url === '/token') return answers[state.answer](response, sent);
      led.push(String(request.url));
      return json(response, 404, '{}');
    });
  });
  const url = await serveHere(stage, server);
  return Object.assign(state, { url, led });
}

function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

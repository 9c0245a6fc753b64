import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** How a provider that means no good answers its token endpoint. */
export type IllAnswer = 'well' | 'drip' | 'flood' | 'redirect' | 'refusal';

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

/** Starts one, until the stage is cleared. */
export async function startIllProvider(stage: Stage): Promise<IllProvider> {
  const led: string[] = [];
  const state = { answer: 'well' as IllAnswer, person: '' };
  const json = (response: ServerResponse, status: number, body: string) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

  const server = createServer(async (request, response) => {
    const sent = await text(request);
    if (request.url === '/userinfo') return json(response, 200, state.person);
    if (request.url !== '/token') {
      led.push(String(request.url));
      return json(response, 404, '{}');
    }
    switch (state.answer) {
      case 'drip': {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 100);
        return response.on('close', () => clearInterval(timer));
      }
      case 'flood':
        return json(response, 200, ' '.repeat(20_000_000));
      case 'redirect':
        return response.writeHead(307, { location: '/led' }).end();
      case 'refusal':
        return json(
          response,
          400,
          JSON.stringify({ error: 'invalid_grant', error_description: `<script>${sent}</script>` }),
        );
      default: {
        const { accessToken, refreshToken } = PLANTED;
        const tokens = { access_token: accessToken, refresh_token: refreshToken };
        return json(response, 200, JSON.stringify({ ...tokens, token_type: 'Bearer' }));
      }
    }
  });
  const url = await serveHere(stage, server);
  return Object.assign(state, { url, led });
}

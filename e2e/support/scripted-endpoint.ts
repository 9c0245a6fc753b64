import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** Answers one request to a token endpoint. @param form - what was sent @param number - of the request, from 1 on */
export type Script = (
  form: URLSearchParams,
  response: ServerResponse,
  number: number,
) => Promise<void> | void;

/** A token endpoint that does what a test says. */
export interface ScriptedEndpoint {
  readonly url: string;
  /** What it was sent so far. */
  readonly requests: readonly URLSearchParams[];
}

/** Starts one, until the stage is cleared. */
export async function startScripted(stage: Stage, script: Script): Promise<ScriptedEndpoint> {
  const requests: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    void text(request).then(
      (body) =>
        script(new URLSearchParams(body), response, requests.push(new URLSearchParams(body))),
      () => response.destroy(),
    );
  });
  return { url: `${await serveHere(stage, server)}/token`, requests };
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Something that a test lets happen. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

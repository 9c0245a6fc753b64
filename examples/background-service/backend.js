// @ts-check
import { Agent, request } from 'node:https';

/** Bytes of an answer that are read. */
const MAX_BYTES = 1_048_576;
/** Milliseconds. */
const TIMEOUT = 30_000;

/**
 * How the backend is called: as the platform does, or without verifying its certificate. Nothing else in this process
 * goes that way.
 *
 * @param {boolean} verifies
 * @returns {import('@drawbridge/guard/tokens').FetchRemote}
 */
export function backendFetch(verifies) {
  if (verifies) return (url, init) => fetch(url, init);
  const agent = new Agent({ rejectUnauthorized: false });
  return (url, init) => (url.startsWith('https:') ? get(agent, url, init) : fetch(url, init));
}

/**
 * @param {Agent} agent
 * @param {string} url
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
function get(agent, url, { headers, signal }) {
  return new Promise((resolve, reject) => {
    const fields = Object.fromEntries(new Headers(headers));
    const sent = request(url, { agent, headers: fields, ...(signal && { signal }) }, (answer) => {
      /** @type {Buffer[]} */
      const chunks = [];
      answer.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 502, headersDistinct } = answer;
        const names = Object.entries(headersDistinct);
        const list = names.flatMap(([name, values = []]) => values.map((value) => [name, value]));
        const hasBody = ![204, 205, 304].includes(status);
        resolve(
          new Response(hasBody ? Buffer.concat(chunks) : null, {
            status,
            headers: /** @type {[string, string][]} */ (list),
          }),
        );
      });
    });
    sent.on('error', reject).end();
  });
}

/**
 * Calls the backend once, and tells what it answered: its JSON, or how it failed.
 *
 * @param {(url: URL, init: RequestInit) => Promise<Response>} call
 * @param {URL} url
 * @param {AbortSignal} [stopped]
 * @returns {Promise<unknown>}
 */
export async function callBackend(call, url, stopped) {
  const late = AbortSignal.timeout(TIMEOUT);
  const signal = stopped === undefined ? late : AbortSignal.any([late, stopped]);
  const answer = await call(url, { headers: { accept: 'application/json' }, signal });
  const text = await readText(answer);
  if (answer.status !== 200) return { status_code: answer.status, message: text };
  try {
    return JSON.parse(text);
  } catch {
    return { status_code: answer.status, message: 'The answer is no JSON.' };
  }
}

/** @param {Response} answer */
async function readText({ body }) {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) return 'The answer is too long.';
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

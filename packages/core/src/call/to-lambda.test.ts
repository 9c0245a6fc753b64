import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineLog } from '../log/line-log.ts';
import type { Call, Reply } from './call.ts';
import {
  FUNCTION_URL,
  HEALTH_CHECK,
  HTTP_API,
  LOAD_BALANCER,
  LOAD_BALANCER_WITH_LISTS,
  REST_API,
} from './lambda-events.fixture.ts';
import type { LambdaEvent } from './lambda-event.ts';
import { readBody } from './read-body.ts';
import { toLambda } from './to-lambda.ts';

const OK: Reply = { status: 200, headers: [], body: 'ok' };

async function callOf(event: LambdaEvent): Promise<{ call: Call; body: string }> {
  let seen: { call: Call; body: string } | undefined;
  const handler = toLambda({
    async handle(call) {
      const body = call.body === null ? new Uint8Array() : await readBody(call, 100);
      seen = { call, body: new TextDecoder().decode(body) };
      return OK;
    },
  });
  await handler(event);
  if (seen === undefined) throw new Error('the service was not asked');
  return seen;
}

const answering = (reply: Reply) => toLambda({ handle: () => Promise.resolve(reply) });

describe('toLambda, to a call', () => {
  it('reads an event of an HTTP API: the stage is in the path, cookies are a field', async () => {
    const { call, body } = await callOf(HTTP_API);
    expect(call).toMatchObject({
      method: 'POST',
      target: '/prod/token?parameter1=value1&parameter1=value2&parameter2=value',
      headers: [
        ['header1', 'value1'],
        ['header2', 'value1,value2'],
        ['content-type', 'application/jwt'],
        ['cookie', 'cookie1=a; cookie2=b'],
      ],
      peer: { address: '192.0.2.1' },
    });
    expect(body).toBe('Hello from Lambda');
  });

  it('reads an event of a function URL, with a body in base64', async () => {
    const { call, body } = await callOf(FUNCTION_URL);
    expect(call).toMatchObject({ target: '/token', peer: { address: '192.0.2.1' } });
    expect(body).toBe('token=abc');
  });

  it('reads an event of a REST API: repeated fields are apart, the stage is in the path', async () => {
    const { call, body } = await callOf(REST_API);
    expect(call).toMatchObject({
      method: 'POST',
      target: '/prod/token?parameter1=value1&parameter1=value2&parameter2=a%26b',
      headers: [
        ['header1', 'value1'],
        ['header2', 'value1'],
        ['header2', 'value2'],
        ['Content-Type', 'application/jwt'],
      ],
      peer: { address: '192.0.2.1' },
    });
    expect(body).toBe('Hello from Lambda!');
  });

  it('reads an event of a load balancer: the query as it was sent, the caller that it saw', async () => {
    const { call, body } = await callOf(LOAD_BALANCER);
    expect(call).toMatchObject({
      method: 'POST',
      target: '/token?parameter1=value2&parameter%5B2%5D=a%26b%20c',
      peer: { address: '192.0.2.1' },
    });
    expect(call.headers).toContainEqual(['content-type', 'application/jwt']);
    expect(body).toBe('Hello from Lambda');
  });

  it('reads one with lists: repeated fields are apart', async () => {
    const { call, body } = await callOf(LOAD_BALANCER_WITH_LISTS);
    expect(call).toMatchObject({
      target: '/token?parameter1=value1&parameter1=value2&parameter%5B2%5D=a%26b',
      headers: [
        ['content-type', 'text/plain'],
        ['header2', 'value1'],
        ['header2', 'value2'],
        ['x-forwarded-for', '192.0.2.1:4711'],
      ],
      peer: { address: '192.0.2.1' },
    });
    expect(body).toBe('Hello');
  });

  it('knows nobody where a load balancer names no address', async () => {
    const health = await callOf(HEALTH_CHECK);
    expect(health.call).toMatchObject({ method: 'GET', target: '/', body: null });
    expect(health.call.peer).toEqual({ address: undefined });
    const invented = { ...LOAD_BALANCER, headers: { 'X-Forwarded-For': '192.0.2.1, me' } };
    expect((await callOf(invented)).call.peer).toEqual({ address: undefined });
  });

  it('tells a load balancer any query as it was sent (property)', async () => {
    const piece = fc.stringMatching(/^(?:[\w.~!$'()*+,;:@/?-]|%[\dA-F]{2}){1,9}$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(piece, piece, { noNullPrototype: true }), async (sent) => {
        const pairs = Object.entries(sent).map((pair) => pair.join('='));
        const { call } = await callOf({ ...LOAD_BALANCER, queryStringParameters: sent });
        expect(call.target).toBe(
          ['/token', ...(pairs.length > 0 ? [pairs.join('&')] : [])].join('?'),
        );
      }),
    );
  });

  it('does with less: no lists, no context path, no fields at all', async () => {
    const { multiValueHeaders: _, multiValueQueryStringParameters: __, ...plain } = REST_API;
    const single = await callOf({ ...plain, requestContext: {} });
    expect(single.call.target).toBe('/token?parameter1=value2&parameter2=a%26b');
    expect(single.call.headers).toContainEqual(['header2', 'value2']);
    const bare = { ...FUNCTION_URL, headers: null, body: undefined };
    expect((await callOf(bare)).call).toMatchObject({ headers: [], body: null });
  });

  it('does not take a decoded path for one with a query', async () => {
    const { call } = await callOf({ ...FUNCTION_URL, rawPath: '/token?x#y', rawQueryString: '' });
    expect(call.target).toBe('/token%3Fx%23y');
  });

  it('hands over the bytes of any body (property)', async () => {
    const encoded = fc.base64String();
    await fc.assert(
      fc.asyncProperty(encoded, async (body) => {
        const bytes: number[] = [];
        const handler = toLambda({
          async handle(call) {
            for await (const chunk of call.body ?? []) bytes.push(...chunk);
            return OK;
          },
        });
        await handler({ ...FUNCTION_URL, body });
        expect(bytes).toEqual([...Buffer.from(body, 'base64')]);
      }),
    );
  });

  it('refuses a body that is no base64', async () => {
    const answer = await answering(OK)({ ...FUNCTION_URL, body: '***' });
    expect([answer.statusCode, JSON.parse(answer.body)]).toMatchObject([
      400,
      { code: 'request_malformed' },
    ]);
  });
});

describe('toLambda, to an answer', () => {
  const reply: Reply = {
    status: 401,
    headers: [
      ['Content-Type', 'application/json'],
      ['vary', 'a'],
      ['Vary', 'b'],
      ['set-cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ],
    body: '{}',
  };

  it('joins fields in format 2.0, cookies apart', async () => {
    expect(await answering(reply)(HTTP_API)).toEqual({
      statusCode: 401,
      headers: { 'content-type': 'application/json', vary: 'a, b' },
      cookies: ['a=1', 'b=2'],
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('keeps fields apart in format 1.0', async () => {
    expect(await answering(reply)(REST_API)).toEqual({
      statusCode: 401,
      multiValueHeaders: {
        'content-type': ['application/json'],
        vary: ['a', 'b'],
        'set-cookie': ['a=1', 'b=2'],
      },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('joins fields for a load balancer, of which one cookie is left', async () => {
    expect(await answering(reply)(LOAD_BALANCER)).toEqual({
      statusCode: 401,
      statusDescription: '401 Unauthorized',
      headers: { 'content-type': 'application/json', vary: 'a, b', 'set-cookie': 'b=2' },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('keeps them apart for one with lists', async () => {
    expect(await answering(reply)(LOAD_BALANCER_WITH_LISTS)).toEqual({
      statusCode: 401,
      statusDescription: '401 Unauthorized',
      multiValueHeaders: {
        'content-type': ['application/json'],
        vary: ['a', 'b'],
        'set-cookie': ['a=1', 'b=2'],
      },
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it('sends bytes in base64, and no body as an empty one', async () => {
    const bytes = await answering({ ...OK, body: Uint8Array.of(0, 255) })(REST_API);
    expect(bytes).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    const none = await answering({ ...OK, status: 304, body: null })(REST_API);
    expect(none).toMatchObject({ statusCode: 304, body: '', isBase64Encoded: false });
  });

  it('answers 500 when a service rejects, and tells the log why, which the caller does not learn', async () => {
    const lines: string[] = [];
    const log = createLineLog((line) => lines.push(line));
    const handler = toLambda({ handle: () => Promise.reject(new Error('broken')) }, { log });
    const answer = await handler(FUNCTION_URL);
    expect(answer).toMatchObject({ statusCode: 500 });
    expect(answer.body).not.toContain('broken');
    expect(lines).toEqual([expect.stringMatching(/event="a service failed to answer" .*broken/)]);
  });

  it.each([[{}], [null], [{ Records: [] }], [{ requestContext: {} }], [{ requestContext: null }]])(
    'refuses %j, which passes on no request',
    async (event) => {
      const handler = answering(OK) as (event: unknown) => Promise<unknown>;
      await expect(handler(event)).rejects.toThrow(/^the event is none of an API Gateway/);
    },
  );
});

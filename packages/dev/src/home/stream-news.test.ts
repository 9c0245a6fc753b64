import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createDecisions } from './decisions.ts';
import { streamNews } from './stream-news.ts';

it('lets go who does not read', () => {
  const decisions = createDecisions();
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  streamNews(response, decisions);
  for (let count = 0; count < 10_000; count++) {
    decisions.add({ part: 'sample', outcome: 'allowed', verdict: 'Yes', title: 'It went well.' });
  }
  expect(response.destroyed).toBe(true);
  expect(response.writableLength).toBeLessThan(2 * response.writableHighWaterMark);
  response.emit('close');
});

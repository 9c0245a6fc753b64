import { STATUS_CODES } from 'node:http';
import { expect, it } from 'vitest';
import { ERRORS } from '../errors/table.ts';
import { reasonPhrase } from './reason-phrase.ts';

const statuses = new Set([200, 302, 304, ...Object.values(ERRORS).map(({ status }) => status)]);

it.each([...statuses])('names %i as Node does, or as RFC 9110 has renamed it', (status) => {
  expect([STATUS_CODES[status], 'Content Too Large']).toContain(reasonPhrase(status));
});

it('names an unknown status so that a phrase is there', () => {
  expect(reasonPhrase(299)).toBe('Unnamed');
});

import { replyJson, replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { type ErrorCode, ERRORS } from '../errors/table.ts';
import { errorDescription, errorReply } from './error-reply.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];

describe('errorReply', () => {
  it.each(codes)('tells of %s in the form of RFC 6749 section 5.2', (code) => {
    const reply = errorReply(new DrawbridgeError(code));
    expect(reply.status).toBe(ERRORS[code].status);
    expect(reply.headers.slice(0, 2)).toEqual([
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ]);
    expect(replyJson(reply)).toEqual({
      error: ERRORS[code].error,
      error_description: ERRORS[code].message,
      code,
    });
    expect(replyText(reply)).toMatch(/\}\n$/);
  });

  it.each(codes)(
    'shows the hint of %s only if it is a fault of form, and no detail ever',
    (code) => {
      const cause = new Error('planted-cause');
      const error = new DrawbridgeError(code, { detail: 'planted-detail', hint: 'A hint.', cause });
      const text = replyText(errorReply(error));
      expect(text.includes('A hint.')).toBe(ERRORS[code].kind === 'request');
      expect(text).not.toContain('planted');
    },
  );

  it('says when to try again, and adds headers', () => {
    const error = new DrawbridgeError('overloaded');
    expect(errorReply(error, [['x-a', 'b']]).headers.slice(2)).toEqual([
      ['retry-after', '1'],
      ['x-a', 'b'],
    ]);
  });

  it('RFC 6749 section 5.2: has no quotation mark, backslash or foreign letter in a description', () => {
    const hint = 'Say "why" \\ schön\n';
    const { body } = errorReply(new DrawbridgeError('parameter_invalid', { hint }));
    const { error_description } = JSON.parse(String(body)) as { error_description: string };
    expect(error_description).toBe("A parameter has a wrong value. Say 'why' ' sch'n'");
  });

  it('says the same to whoever makes a reply of another form', () => {
    const error = new DrawbridgeError('parameter_invalid', {
      detail: 'planted',
      hint: 'Say "why".',
    });
    expect(errorDescription(error)).toBe("A parameter has a wrong value. Say 'why'.");
    expect(errorDescription(new DrawbridgeError('token_expired', { hint: 'planted' }))).toBe(
      'The token has expired.',
    );
  });
});

import { describe, expect, it, vi } from 'vitest';
import { DrawbridgeError, toDrawbridgeError } from './drawbridge-error.ts';

describe('DrawbridgeError', () => {
  it('is an Error that names itself', () => {
    const error = new DrawbridgeError('token_expired');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('DrawbridgeError');
    expect(String(error)).toBe('DrawbridgeError: The token has expired.');
  });

  it('keeps the operator’s view and the public one apart', () => {
    const error = new DrawbridgeError('token_expired', { detail: 'it expired 12 seconds ago' });
    expect(error.message).toBe('it expired 12 seconds ago');
    expect(error.publicMessage).toBe('The token has expired.');
  });

  it('carries hint, token and cause', () => {
    const cause = new Error('socket');
    const error = new DrawbridgeError('overloaded', { hint: 'wait', token: '0123', cause });
    expect(error).toMatchObject({ hint: 'wait', token: '0123', cause });
  });

  it('is known when another copy of the package made it, and nothing else is', async () => {
    vi.resetModules();
    const other = await import('./drawbridge-error.ts');
    const error = new other.DrawbridgeError('token_expired');
    expect(other.DrawbridgeError).not.toBe(DrawbridgeError);
    expect(error instanceof DrawbridgeError).toBe(true);
    expect(toDrawbridgeError(error)).toBe(error);
    for (const stranger of [new Error('x'), { name: 'DrawbridgeError' }, undefined, null, 'x']) {
      expect(stranger instanceof DrawbridgeError).toBe(false);
    }
  });

  it('is not taken for one of a class that extends it', () => {
    class Special extends DrawbridgeError {}
    const special = new Special('token_expired');
    expect([special instanceof Special, special instanceof DrawbridgeError]).toEqual([true, true]);
    expect(new DrawbridgeError('token_expired') instanceof Special).toBe(false);
  });

  it('has no cause, hint or token of its own accord', () => {
    const error = new DrawbridgeError('internal');
    expect(Object.hasOwn(error, 'cause')).toBe(false);
    expect([error.hint, error.token]).toEqual([undefined, undefined]);
  });
});

describe('toDrawbridgeError', () => {
  it('leaves a DrawbridgeError as it is', () => {
    const error = new DrawbridgeError('rule_denied');
    expect(toDrawbridgeError(error)).toBe(error);
  });

  it('calls any other Error a bug of ours', () => {
    const cause = new RangeError('index');
    const error = toDrawbridgeError(cause);
    expect(error).toMatchObject({ code: 'internal', status: 500, message: 'index', cause });
    expect(error.publicMessage).not.toContain('index');
  });

  it.each([['text'], [undefined], [null], [42], [{ code: 'rule_denied' }]])(
    'takes %j, which is no Error, without repeating it',
    (thrown) => {
      const error = toDrawbridgeError(thrown);
      expect(error.code).toBe('internal');
      expect(error.message).toBe('a value that is not an Error was thrown');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { role } from './roles.ts';

describe('role', () => {
  it.each([
    ['as a text', 'orders' as unknown as object, "such as { client: 'orders' }"],
    ['by another name', { clientId: 'orders' }, 'no option clientId; did you mean client?'],
    ['that is empty', { client: '' }, 'strings that are not empty'],
    ['that came out as nothing', { client: undefined }, 'strings that are not empty'],
    ['as a list', ['orders'], 'must be an object'],
  ] as [string, object, string][])(
    'refuses a client %s: any role of the realm would do',
    (_, client, why) => {
      expect(() => role('admin', client)).toThrow(TypeError);
      expect(() => role('admin', client)).toThrow(why);
    },
  );

  it('takes a client, and none', () => {
    expect(role('admin', { client: 'orders' }).description).toBe(
      'needs the role admin of the client orders',
    );
    expect(role('admin').description).toBe('needs the role admin');
    expect(role('admin', {}).description).toBe('needs the role admin');
  });
});

import { expect, it } from 'vitest';
import { awsClient } from './aws-client.ts';

const NAME = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

it('sets the switch while a client is made, and leaves the environment as it was', () => {
  const before = process.env[NAME];
  try {
    for (const own of [undefined, 'false']) {
      if (own === undefined) delete process.env[NAME];
      else process.env[NAME] = own;
      expect(awsClient(() => process.env[NAME])).toBe('true');
      expect(process.env[NAME]).toBe(own);
      expect(() => awsClient(() => fail())).toThrow('no client');
      expect(process.env[NAME]).toBe(own);
    }
  } finally {
    if (before === undefined) delete process.env[NAME];
    else process.env[NAME] = before;
  }
});

function fail(): never {
  throw new Error('no client');
}

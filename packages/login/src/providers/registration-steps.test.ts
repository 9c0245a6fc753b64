import { describe, expect, it } from 'vitest';
import { PROVIDERS } from './find-provider.ts';
import { redirectUrisOf } from './redirect-uris.ts';
import { registrationSteps } from './registration-steps.ts';

describe('registrationSteps', () => {
  it.each(PROVIDERS.map((provider) => [provider.id, provider] as const))(
    'says for %s what to register, word by word',
    async (id, provider) => {
      const text = registrationSteps(provider, redirectUrisOf(provider, [6432, 6433], '/callback'));
      expect(text).not.toMatch(/[{}]|undefined/);
      await expect(text).toMatchFileSnapshot(`golden/${id}.fixture.txt`);
    },
  );
});

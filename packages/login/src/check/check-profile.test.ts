import { expect, it } from 'vitest';
import { checkProfile } from './check-profile.ts';

const ours =
  '[profile dev]\ncredential_process = /bin/drawbridge credential-process --profile dev\n';

it.each([
  ['there is none', '', '', 'warning'],
  ['keys of a person hide it', '[dev]\naws_access_key_id = AKIA\n', ours, 'failed'],
  ['another program is run', '', '[profile dev]\ncredential_process = other\n', 'failed'],
  ['it is ours', '', ours, 'passed'],
  [
    'it has keys that end',
    '[dev]\naws_access_key_id = ASIA\nx_security_token_expires = 2026-11-27T10:00:00Z\n',
    '',
    'passed',
  ],
])('where %s', (_, credentials, config, state) => {
  const found = checkProfile('dev', { credentials, config });
  expect(found).toMatchObject({ id: 'profile', state });
  expect(JSON.stringify(found)).not.toMatch(/AKIA|ASIA/);
});

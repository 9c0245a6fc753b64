import { evaluateFederatedCredentials, readFederatedCredentials } from '@drawbridge/clouds/azure';
import { describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const ISSUER = 'https://oidc.example.com';
const ID = '3b9f1c2e-0000-4000-8000-1234567890ab';
const issuer = ['azure', 'trust', '--issuer', ISSUER];
const app = [...issuer, '--app', ID];
const identity = [...issuer, '--identity', 'ci-1', '--resource-group', 'ci'];

describe('azure trust', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no subject', app, /a subject is needed/],
    [
      'a pattern',
      [...app, '--sub-like', 'a*'],
      /"a\*" is a pattern.*\n.*claim template.*docs\/rules\.md/,
    ],
    ['http', [...app, '--sub', 'a', '--issuer', 'http://x.example'], /is not an https URL/],
    ['an empty subject', [...app, '--sub', ''], /It is empty/],
    ['an application by its name', [...app, '--sub', 'a', '--app', 'ci'], /no client id/],
    [
      'another cloud',
      [...app, '--sub', 'a', '--cloud', 'mars'],
      /Allowed choices are public, usgov/,
    ],
    [
      'another format',
      [...app, '--sub', 'a', '--format', 'bicep'],
      /Allowed choices are terraform/,
    ],
    ['nobody', [...issuer, '--sub', 'a'], /--app or --identity must be given/],
    [
      'an identity of no group',
      [...issuer, '--identity', 'a', '--sub', 'a'],
      /--resource-group must be/,
    ],
    [
      'two of them',
      [...identity, '--app', ID, '--sub', 'a'],
      /--identity is for a managed.*\n.*--resource/,
    ],
    [
      'a group of an application',
      [...app, '--resource-group', 'a', '--sub', 'a'],
      /--resource-group is for/,
    ],
    [
      'a subscription for Terraform',
      [...identity, '--subscription', ID, '--sub', 'a'],
      /is for --format cli/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['terraform', app, /^data "azuread_application" "app" \{/],
    ['terraform', identity, /^data "azurerm_user_assigned_identity" "ci_1" \{/],
    ['cli', app, /^set -e\naz ad app federated-credential create --id 3b9f1c2e/],
    [
      'cli',
      [...identity, '--subscription', ID],
      /^set -e\naz identity federated-credential create/,
    ],
    ['json', app, /^\[\n {2}\{\n {4}"name": "ci1"/],
  ])('prints %s for %j', async (format, args, form) => {
    const { stdout, stderr } = await testRun([
      ...args,
      '--sub',
      'a',
      '--name',
      'ci1',
      '--format',
      format,
    ]);
    expect(stdout).toMatch(form);
    expect(stdout.endsWith('\n\n')).toBe(false);
    expect(stderr).toBe('');
  });

  it('prints what lets in the subjects, with the audience of the cloud', async () => {
    const args = [...app, '--sub', 'a', '--sub', 'b', '--cloud', 'china', '--format', 'json'];
    const { stdout } = await testRun(args);
    const trust = readFederatedCredentials(JSON.parse(stdout));
    const claims = { iss: ISSUER, sub: 'b', aud: 'api://AzureADTokenExchangeChina' };
    expect(evaluateFederatedCredentials(trust, { issuer: ISSUER, claims })).toEqual({
      verdict: 'allowed',
      by: 'credential "drawbridge-b"',
    });
  });

  it('warns of another audience', async () => {
    const { code, stderr } = await testRun([...app, '--sub', 'a', '--audience', 'x']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: The audience is "x"/);
  });
});

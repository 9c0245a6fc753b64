import type { Provider } from './provider.ts';

/**
 * How a client is registered with a provider by hand, as text: numbered steps with the redirect URIs in their place, and
 * what to mind.
 *
 * @param redirectUris - of `redirectUrisOf`, or those that the listener is given
 */
export function registrationSteps(provider: Provider, redirectUris: readonly string[]): string {
  const uris = redirectUris.map((uri) => `     ${uri}`).join('\n');
  return [
    `${provider.name} (issuer: ${provider.issuerExample})`,
    '',
    ...provider.steps.map((step, index) => ` ${index + 1}. ${step.replace('{uris}', () => uris)}`),
    '',
    'Mind:',
    ...provider.notes.map((note) => ` - ${note}`),
    '',
  ].join('\n');
}

import { type Provider, READ_ON } from './provider.ts';

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
    ...provider.steps.map(
      (step, index) => ` ${index + 1}. ${step.value.replace('{uris}', () => uris)}`,
    ),
    '',
    'Mind:',
    ...provider.notes.map((note) => ` - ${note}`),
    '',
    ...sourcesOf(provider.steps),
    '',
  ].join('\n');
}

/** Where the steps are from, so that a person who finds a page changed can see what it says now. */
function sourcesOf(steps: Provider['steps']): readonly string[] {
  const pages = new Set(steps.flatMap((step) => ('source' in step ? [step.source] : [])));
  const unread = steps.flatMap((step, index) => ('source' in step ? [] : [index + 1]));
  return [
    `The steps are from these pages, as of ${READ_ON}:`,
    ...[...pages].map((page) => ` - ${page}`),
    ...(unread.length > 0
      ? [` - of no page that was read: ${unread.join(', ')}. Look for what is like it there.`]
      : []),
  ];
}

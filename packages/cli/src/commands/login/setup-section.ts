import type { Provider } from '@drawbridge/login';
import { DEFAULT_REDIRECT } from '@drawbridge/login/node';

/** What is known of a company's sign-in, for its configuration. */
export interface SetupSection {
  readonly provider: Provider;
  readonly issuer: string;
  readonly clientId: string;
  readonly ports: readonly number[];
  /** The role of AWS, by the name that people choose it by. */
  readonly role?: { readonly name: string; readonly arn: string } | undefined;
}

/** The section `login` of drawbridge.yaml, with what differs from the defaults. A string of JSON is one of YAML. */
export function setupSection({ provider, issuer, clientId, ports, role }: SetupSection): string {
  const host = provider.loopbackHost?.value;
  const hasPorts = ports.join() !== DEFAULT_REDIRECT.ports.join();
  const redirect = [
    ...(host === undefined ? [] : [`    host: ${host}`]),
    ...(hasPorts ? [`    ports: [${ports.join(', ')}]`] : []),
  ];
  return [
    'version: 1',
    'login:',
    `  issuer: ${JSON.stringify(issuer)}`,
    `  clientId: ${JSON.stringify(clientId)}`,
    ...(provider.sendsSecret === undefined ? [] : ['  clientSecret: { env: OIDC_CLIENT_SECRET }']),
    ...(redirect.length === 0 ? [] : ['  redirect:', ...redirect]),
    ...(role === undefined
      ? []
      : [
          '  roles:',
          `    ${JSON.stringify(role.name)}:`,
          `      arn: ${JSON.stringify(role.arn)}`,
        ]),
  ].join('\n');
}

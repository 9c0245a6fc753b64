import { GROUPS_FACTS } from '@drawbridge/rules';
import { fact, type Provider } from './provider.ts';

const REPLY_URL = 'https://learn.microsoft.com/en-us/entra/identity-platform/reply-url';
const SCOPES = 'https://learn.microsoft.com/en-us/entra/identity-platform/scopes-oidc';
const CODES = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';
const DESKTOP = 'https://docs.azure.cn/en-us/Entra/identity-platform/scenario-desktop-production';
const OPTIONAL = 'https://learn.microsoft.com/entra/identity-platform/optional-claims';

/** Microsoft Entra ID. */
export const entra: Provider = {
  id: 'entra',
  name: GROUPS_FACTS.entra.name,
  issuerExample: 'https://login.microsoftonline.com/TENANT-ID/v2.0',
  isHost: GROUPS_FACTS.entra.isHost,
  loopback: fact('any-port', REPLY_URL),
  loopbackHost: fact('localhost', REPLY_URL),
  refresh: fact('scope', SCOPES),
  device: fact(true, CODES),
  steps: [
    fact(
      'In the Microsoft Entra admin center: App registrations > New registration. Supported account types: this directory alone.',
      DESKTOP,
    ),
    fact(
      'Under Authentication, add the platform Mobile and desktop applications, with this custom redirect URI. Entra ignores its port, so one will do:\n{uris}',
      REPLY_URL,
    ),
    fact('For sign-in by device code, set Allow public client flows to Yes.', DESKTOP),
    fact(
      'Under Token configuration, add the optional claim email to the ID token, and a groups claim if roles depend on groups.',
      OPTIONAL,
    ),
    fact(
      'Copy the Application (client) ID, and the Directory (tenant) ID, which is part of the issuer.',
      DESKTOP,
    ),
  ],
  notes: [
    'The issuer must name the tenant: with common or organizations, tokens have another issuer than the discovery document.',
    'The redirect URI has localhost: the portal takes http://127.0.0.1 in the manifest alone, and [::1] not at all.',
    'Not the platform Web: that needs a secret (AADSTS7000218). Not Single-page application: that needs a browser.',
    'The subject (sub) of a person is another one for each client: copy it from a token of this one.',
    'Past 200 groups a token names none and says where to ask: such groups are taken as unknown, never as none.',
  ],
};

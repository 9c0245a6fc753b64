import type { ConfigFault } from '@drawbridge/core';
import type { ClientSection } from '../section/client-schema.ts';
import type { TokenSection } from '../section/token-schema.ts';

const WAYS = [
  'refreshToken',
  'accessToken',
  'clientCredentials',
  'file',
  'command',
  'login',
  'exchange',
] as const;
/** Each with its flag: who gave flags alone knows no settings. */
export const ALL_WAYS =
  'refreshToken (--refresh-token), accessToken (--access-token), clientCredentials (--client-credentials), ' +
  'file (--token-file), command (--token-command), login (--login), exchange (--exchange-token)';
/** The ways that ask a token endpoint. */
const ASKING: readonly string[] = ['refreshToken', 'clientCredentials', 'exchange'];

/** What does not fit together in a way to come by a token. */
export function tokenFaults(token: TokenSection, path: string): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  const fault = (name: string, message: string) =>
    void faults.push({ path: name === '' ? path : `${path}.${name}`, message });

  const ways = WAYS.filter((way) => token[way] !== undefined);
  const isBeginning = token.refreshToken !== undefined && token.accessToken !== undefined;
  if (ways.length === 0) fault('', `says in no way how a token is come by: ${ALL_WAYS}`);
  if (ways.length > (isBeginning ? 2 : 1)) {
    fault(
      '',
      `says in ${ways.length} ways how a token is come by, and one is wanted: ${ways.join(', ')}`,
    );
  }

  const { issuer, discoveryUrl, tokenEndpoint, client } = token;
  const document = /\/\.well-known\/[\w-]+$/.exec(issuer ?? '')?.[0];
  if (document !== undefined) {
    fault('issuer', `is the address of its discovery document: leave ${document} away`);
  }
  if (tokenEndpoint !== undefined && discoveryUrl !== undefined) {
    fault('discoveryUrl', 'is set beside tokenEndpoint');
  }
  if (ways.some((way) => ASKING.includes(way))) {
    if (issuer === undefined && discoveryUrl === undefined && tokenEndpoint === undefined) {
      fault('issuer', 'is missing: give it (--issuer), discoveryUrl or tokenEndpoint');
    }
    if (client === undefined && token.exchange === undefined) {
      fault('client', 'is missing: give its id (--client-id)');
    }
    if (token.clientCredentials === true && client !== undefined && provesNothing(client)) {
      fault('client', 'has neither a secret (--client-secret) nor a key to prove who it is');
    }
  } else if (ways.length > 0) {
    for (const name of ['scope', 'audience', 'resource'] as const) {
      if (token[name] !== undefined) fault(name, 'cannot be asked for: the token comes as it is');
    }
  }
  if (client !== undefined) faults.push(...clientFaults(client, `${path}.client`));
  return faults;
}

function provesNothing({ secret, keyFile }: ClientSection): boolean {
  return secret === undefined && keyFile === undefined;
}

function clientFaults(
  { secret, method, keyFile, certificateFile }: ClientSection,
  path: string,
): readonly ConfigFault[] {
  const fault = (name: string, message: string) => [{ path: `${path}.${name}`, message }];
  if (certificateFile !== undefined && keyFile === undefined) {
    return fault('keyFile', 'is missing beside certificateFile');
  }
  if (secret !== undefined && keyFile !== undefined) {
    return fault('keyFile', 'is set beside secret: the client proves who it is in one way');
  }
  switch (method) {
    case undefined:
      return [];
    case 'none':
      return provesNothing({ id: '', secret, keyFile })
        ? []
        : fault('method', 'is none, and there is a secret or a key');
    case 'client_secret_basic':
    case 'client_secret_post':
      return secret === undefined ? fault('secret', `is missing for ${method}`) : [];
    case 'private_key_jwt':
      if (keyFile === undefined) return fault('keyFile', `is missing for ${method}`);
      return certificateFile === undefined ? [] : fault('certificateFile', `is not for ${method}`);
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return certificateFile === undefined
        ? fault('certificateFile', `is missing for ${method}`)
        : [];
  }
}

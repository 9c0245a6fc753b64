import { issuerFault, quote } from '@drawbridge/core';
import type { Settings } from './settings.ts';
import type { MigratedProvider } from './translate-provider.ts';

/** `gateway.bearer`. */
export interface MigratedBearer {
  readonly issuers: readonly {
    readonly name: string;
    readonly issuer: string;
    readonly audiences: readonly string[];
  }[];
}

/** Translates whose tokens stood for a session. */
export function translateBearer(
  settings: Settings,
  { name, issuer, clientId }: MigratedProvider,
): MigratedBearer | undefined {
  if (!settings.flag('skip_jwt_bearer_tokens', false)) return undefined;
  settings.note(
    'skip_jwt_bearer_tokens',
    'programs bring access tokens that are JWTs, for one of the audiences; an ID token of a person is none.',
  );
  const audiences = new Map([[issuer, [clientId, ...settings.list('oidc_extra_audiences')]]]);
  for (const pair of settings.list('extra_jwt_issuers')) {
    const at = pair.lastIndexOf('=');
    const [other, audience] = [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
    const fault = other === '' || audience === '' ? 'is not issuer=audience' : issuerFault(other);
    if (fault !== undefined)
      settings.fault('extra_jwt_issuers', `has ${quote(pair)}, which ${fault}`);
    audiences.set(other, [...(audiences.get(other) ?? []), audience]);
  }
  return {
    issuers: [...audiences].map(([iss, aud], index) => ({
      name: index === 0 ? name : `bearer-${index}`,
      issuer: iss,
      audiences: [...new Set(aud)],
    })),
  };
}

import type { Source } from '../../doctor/requirement.ts';

function vendor(title: string, place: string): Source {
  return { kind: 'vendor', title, place, read: '2026-11' };
}

function code(title: string, place: string): Source {
  return { kind: 'code', title, place, read: '2026-11' };
}

/** Where Vault and OpenBao say what they ask for, and the code that asks. */
export const SOURCES = {
  api: vendor(
    'Vault API documentation, JWT/OIDC auth method',
    'developer.hashicorp.com/vault/api-docs/auth/jwt',
  ),
  docs: vendor(
    'Vault documentation, JWT/OIDC auth method',
    'developer.hashicorp.com/vault/docs/auth/jwt',
  ),
  openbaoApi: vendor(
    'OpenBao API documentation, JWT/OIDC auth method',
    'openbao.org/docs/api/auth/jwt/',
  ),
  config: code(
    'OpenBao, the JWT auth method, path_config.go',
    'github.com/openbao/openbao/blob/main/internal/builtin/credential/jwt/path_config.go',
  ),
  login: code(
    'OpenBao, the JWT auth method, path_login.go',
    'github.com/openbao/openbao/blob/main/internal/builtin/credential/jwt/path_login.go',
  ),
  algorithms: code(
    'OpenBao, the algorithms that it verifies by default',
    'github.com/openbao/openbao/blob/main/sdk/helper/consts/jwt.go',
  ),
  validator: code(
    'hashicorp/cap, jwt/jwt.go, which Vault and OpenBao judge tokens with',
    'github.com/hashicorp/cap/blob/main/jwt/jwt.go',
  ),
  keySet: code(
    'hashicorp/cap, jwt/keyset.go, which Vault and OpenBao get keys with',
    'github.com/hashicorp/cap/blob/main/jwt/keyset.go',
  ),
  remoteKeys: code(
    'coreos/go-oidc v3, oidc/jwks.go, by which fetched keys are kept',
    'github.com/coreos/go-oidc/blob/v3/oidc/jwks.go',
  ),
  unknownKey: {
    kind: 'issue',
    title: 'coreos/go-oidc, issue 498: a key of an unknown type had it read none of a set',
    place: 'github.com/coreos/go-oidc/issues/498',
    read: '2026-11',
  },
  audiences: {
    kind: 'issue',
    title: 'vault-plugin-auth-jwt, pull request 295: a token with an audience, and a role without',
    place: 'github.com/hashicorp/vault-plugin-auth-jwt/pull/295',
    read: '2026-11',
  },
} as const satisfies Readonly<Record<string, Source>>;

import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'Vault',
  trustFile:
    '{"config": …, "role": …}, with what "vault read -format=json" prints of auth/jwt/config and auth/jwt/role/NAME',
  example:
    '  vault read -format=json auth/jwt/config > config.json\n' +
    '  vault read -format=json auth/jwt/role/ci > role.json\n' +
    "  jq -s '{config: .[0], role: .[1]}' config.json role.json > vault.json\n" +
    '  drawbridge doctor vault --issuer https://oidc.example.com --token @token.jwt --trust vault.json',
  load: () => import('@drawbridge/clouds/vault/doctor'),
});

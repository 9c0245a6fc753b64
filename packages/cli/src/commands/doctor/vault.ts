import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'Vault',
  trustFile:
    '{"config": …, "role": …}, with what "vault read -format=json" prints of auth/jwt/config and auth/jwt/role/NAME',
  example:
    '  jq -n --slurpfile config <(vault read -format=json auth/jwt/config) \\\n' +
    '    --slurpfile role <(vault read -format=json auth/jwt/role/ci) \\\n' +
    "    '{config: $config[0], role: $role[0]}' > vault.json\n" +
    '  drawbridge doctor vault --issuer https://oidc.example.com --token @token.jwt --trust vault.json',
  load: () => import('@drawbridge/clouds/vault/doctor'),
});

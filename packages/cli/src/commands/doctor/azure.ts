import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'Microsoft Entra',
  trustFile:
    'what "az ad app federated-credential list" or "az identity federated-credential list" prints',
  example:
    '  az ad app federated-credential list --id CLIENT-ID > credentials.json\n' +
    '  drawbridge doctor azure --issuer https://oidc.example.com --token @token.jwt --trust credentials.json',
  load: () => import('@drawbridge/clouds/azure/doctor'),
});

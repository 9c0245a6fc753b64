import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'Kubernetes',
  trustFile:
    'the file of --authentication-config of the API server, or its flags, such as {"oidc-issuer-url": …, "oidc-client-id": …}',
  example:
    '  drawbridge doctor kubernetes --issuer https://oidc.example.com --token @token.jwt --trust authentication.yaml',
  load: () => import('@drawbridge/clouds/kubernetes/doctor'),
});

import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'Google Cloud',
  trustFile:
    'what "gcloud iam workload-identity-pools providers describe" prints, or {"provider": …, "policy": …} with the policy of a service account',
  example:
    '  gcloud iam workload-identity-pools providers describe ci --workload-identity-pool=ci \\\n' +
    '    --location=global --format=json > provider.json\n' +
    '  drawbridge doctor gcp --issuer https://oidc.example.com --token @token.jwt --trust provider.json',
  load: () => import('@drawbridge/clouds/gcp/doctor'),
});

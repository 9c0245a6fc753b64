import { doctorOf } from './relying-party.ts';

export const define = doctorOf({
  title: 'AWS',
  trustFile: 'the trust policy of the role, or what "aws iam get-role" prints',
  example:
    '  aws iam get-role --role-name ci > role.json\n' +
    '  drawbridge doctor aws --issuer https://oidc.example.com --token @token.jwt --trust role.json',
  load: () => import('@drawbridge/clouds/aws/doctor'),
});

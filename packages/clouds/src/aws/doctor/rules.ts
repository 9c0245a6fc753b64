import { isHttps } from '../../doctor/checks/about-address.ts';
import { answersWithin } from '../../doctor/checks/about-documents.ts';
import type { DoctorRule } from '../../doctor/rule.ts';
import type { AwsTrust } from './aws-trust.ts';
import type { AwsRequirement } from './requirements.ts';

/** Every rule of AWS that can be looked at, or asked about. */
export const AWS_RULES: readonly DoctorRule<AwsTrust, AwsRequirement>[] = [
  {
    id: 'issuer-https',
    of: ['provider-url-https'],
    about: 'address',
    level: 'error',
    wanted: 'an issuer by https',
    judge: isHttps,
  },
  {
    id: 'answer-time',
    of: ['answer-time'],
    about: 'discovery',
    level: 'warning',
    wanted: 'both documents within 5 s of AWS: 2.5 s from here',
    judge: answersWithin(2500),
  },
];

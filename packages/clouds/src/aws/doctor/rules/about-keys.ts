import { haveKid } from '../../../doctor/checks/about-signing-keys.ts';
import {
  areForSignatures,
  haveMembers,
  haveNoOperations,
  haveOwnCertificates,
  haveOwnKids,
  typeCount,
} from '../judges/keys.ts';
import type { AwsRule } from './aws-rule.ts';

/** What is looked at of the keys of an issuer. */
export const KEY_RULES: readonly AwsRule[] = [
  {
    id: 'keys-rsa-count',
    of: ['keys-rsa-count'],
    about: 'keys',
    level: 'error',
    wanted: '100 RSA keys at most',
    judge: typeCount('RSA', 'RS'),
  },
  {
    id: 'keys-ec-count',
    of: ['keys-ec-count'],
    about: 'keys',
    level: 'error',
    wanted: '100 EC keys at most',
    judge: typeCount('EC', 'ES'),
  },
  {
    id: 'key-kid',
    of: ['key-kid'],
    about: 'keys',
    level: 'warning',
    wanted: 'a kid in the key',
    judge: haveKid,
  },
  {
    id: 'key-kid-unique',
    of: ['key-kid-unique'],
    about: 'keys',
    level: 'warning',
    wanted: 'a kid of its own for each key',
    judge: haveOwnKids,
  },
  {
    id: 'key-use',
    of: ['key-use'],
    about: 'keys',
    level: 'warning',
    wanted: 'a key that is not for encryption',
    judge: areForSignatures,
  },
  {
    id: 'key-ops',
    of: ['key-ops'],
    about: 'keys',
    level: 'warning',
    wanted: 'a key without key_ops',
    judge: haveNoOperations,
  },
  {
    id: 'key-members',
    of: ['key-members'],
    about: 'keys',
    level: 'warning',
    wanted: 'n and e, or crv, x and y, in the key',
    judge: haveMembers,
  },
  {
    id: 'key-x5c',
    of: ['key-x5c'],
    about: 'keys',
    level: 'warning',
    wanted: 'no certificate in the key, or its own',
    judge: haveOwnCertificates,
  },
];

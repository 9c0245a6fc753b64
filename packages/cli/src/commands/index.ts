import type { CommandEntry, CommandGroup } from '../command.ts';
import { AUDIT_COMMANDS } from './audit/index.ts';
import { AWS_COMMANDS } from './aws/index.ts';
import { AZURE_COMMANDS } from './azure/index.ts';
import { CI_COMMANDS } from './ci/index.ts';
import { CONFIG_COMMANDS } from './config/index.ts';
import { DEV_COMMANDS } from './dev/index.ts';
import { DOCTOR_COMMANDS } from './doctor/index.ts';
import { GATEWAY_COMMANDS } from './gateway/index.ts';
import { GCP_COMMANDS } from './gcp/index.ts';
import { INJECT_COMMANDS } from './inject/index.ts';
import { INSPECT_COMMANDS } from './inspect/index.ts';
import { ISSUER_COMMANDS } from './issuer/index.ts';
import { KEYS_COMMANDS } from './keys/index.ts';
import { KUBERNETES_COMMANDS } from './kubernetes/index.ts';
import { CREDENTIAL_PROCESS, LOGIN_COMMANDS } from './login/index.ts';
import { MIGRATE_COMMANDS } from './migrate/index.ts';
import { RULES_COMMANDS } from './rules/index.ts';
import { SERVE_COMMANDS } from './serve/index.ts';
import { TOKEN_COMMANDS } from './token/index.ts';
import { VAULT_COMMANDS } from './vault/index.ts';

/** In the order of the overview. A command is added to the file of its folder. */
const GROUPS: readonly CommandGroup[] = [
  DEV_COMMANDS,
  SERVE_COMMANDS,
  INJECT_COMMANDS,
  LOGIN_COMMANDS,
  DOCTOR_COMMANDS,
  CREDENTIAL_PROCESS,
  KUBERNETES_COMMANDS,
  GCP_COMMANDS,
  AZURE_COMMANDS,
  VAULT_COMMANDS,
  INSPECT_COMMANDS,
  TOKEN_COMMANDS,
  CI_COMMANDS,
  ISSUER_COMMANDS,
  GATEWAY_COMMANDS,
  RULES_COMMANDS,
  KEYS_COMMANDS,
  AWS_COMMANDS,
  AUDIT_COMMANDS,
  CONFIG_COMMANDS,
  MIGRATE_COMMANDS,
  {
    commands: [
      {
        words: ['completion'],
        summary: 'print a script that completes commands and options in a shell',
        load: () => import('./completion.ts'),
      },
    ],
  },
];

/** Every command of Drawbridge, in the order of the overview. */
export const COMMANDS: readonly CommandEntry[] = GROUPS.flatMap(({ commands }) => commands);

/** What the words stand for that only hold commands. */
export const NOUNS: Readonly<Record<string, string>> = Object.fromEntries(
  GROUPS.flatMap(({ nouns = {} }) => Object.entries(nouns)),
);

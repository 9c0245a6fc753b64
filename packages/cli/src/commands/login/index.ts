import type { CommandGroup } from '../../command.ts';

export const LOGIN_COMMANDS: CommandGroup = {
  commands: [
    {
      words: ['login'],
      summary: 'sign in with a browser, and have a profile of AWS that renews itself',
      load: () => import('./login.ts'),
    },
    {
      words: ['login', 'roles'],
      summary: 'list the roles to choose from, and which of them a person has',
      load: () => import('./roles.ts'),
    },
    {
      words: ['login', 'claims'],
      summary: 'print what the ID token of a login says of the person',
      load: () => import('./claims.ts'),
    },
    {
      words: ['login', 'token'],
      summary: 'print a fresh token of a login, for other programs',
      load: () => import('./token.ts'),
    },
    {
      words: ['login', 'setup'],
      summary: 'print how to set a provider, Drawbridge and AWS up for sign-in',
      load: () => import('./setup.ts'),
    },
    {
      words: ['login', 'agent'],
      summary: 'serve the credentials of a login to one shell or command, and keep them fresh',
      load: () => import('./agent.ts'),
    },
    {
      words: ['login', 'agent', 'forward'],
      summary: 'use the credentials of a login on another machine, by ssh',
      load: () => import('./agent-forward.ts'),
    },
    {
      words: ['logout'],
      summary: 'forget a login, and have its provider end its tokens',
      load: () => import('./logout.ts'),
    },
    {
      words: ['whoami'],
      summary: 'say who is signed in for a login, as which role, and until when',
      load: () => import('./whoami.ts'),
    },
    {
      words: ['exec'],
      summary: 'run a command with the credentials of a login',
      load: () => import('./exec.ts'),
    },
    {
      words: ['env'],
      summary: 'print the credentials of a login for a shell, or for Docker',
      load: () => import('./env.ts'),
    },
    {
      words: ['console'],
      summary: 'print an address that signs in to the console of AWS',
      load: () => import('./console.ts'),
    },
  ],
};

/** Programs call it, not people: in the overview it stands apart. */
export const CREDENTIAL_PROCESS: CommandGroup = {
  commands: [
    {
      words: ['credential-process'],
      summary: 'print the credentials of a login, for credential_process of AWS profiles',
      load: () => import('./credential-process.ts'),
    },
  ],
};

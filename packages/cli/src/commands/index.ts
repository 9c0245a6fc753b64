import type { CommandEntry } from '../command.ts';

/** Every command of Drawbridge, in the order of the overview. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    words: ['dev'],
    summary: 'try Drawbridge: a private OpenID provider with the exchange before it',
    load: () => import('./dev/dev.ts'),
  },
  {
    words: ['serve', 'exchange'],
    summary: 'serve the exchange: tokens of a private issuer in, of a public one out',
    load: () => import('./serve/exchange.ts'),
  },
  {
    words: ['serve', 'gateway'],
    summary: 'serve the gateway: one sign-in in front of apps, for the proxies that ask it',
    load: () => import('./serve/gateway.ts'),
  },
  {
    words: ['serve', 'inspector'],
    summary: 'serve the inspector: what is in the cookie of a Vouch Proxy, to who holds it',
    load: () => import('./serve/inspector.ts'),
  },
  {
    words: ['inject'],
    summary: 'serve a proxy on this machine that adds a fresh token to every call',
    load: () => import('./inject/inject.ts'),
  },
  {
    words: ['login'],
    summary: 'sign in with a browser, and have a profile of AWS that renews itself',
    load: () => import('./login/login.ts'),
  },
  {
    words: ['login', 'roles'],
    summary: 'list the roles to choose from, and which of them a person has',
    load: () => import('./login/roles.ts'),
  },
  {
    words: ['login', 'claims'],
    summary: 'print what the ID token of a login says of the person',
    load: () => import('./login/claims.ts'),
  },
  {
    words: ['login', 'token'],
    summary: 'print a fresh token of a login, for other programs',
    load: () => import('./login/token.ts'),
  },
  {
    words: ['login', 'setup'],
    summary: 'print how to set a provider, Drawbridge and AWS up for sign-in',
    load: () => import('./login/setup.ts'),
  },
  {
    words: ['login', 'agent'],
    summary: 'serve the credentials of a login to one shell or command, and keep them fresh',
    load: () => import('./login/agent.ts'),
  },
  {
    words: ['login', 'agent', 'forward'],
    summary: 'use the credentials of a login on another machine, by ssh',
    load: () => import('./login/agent-forward.ts'),
  },
  {
    words: ['logout'],
    summary: 'forget a login, and have its provider end its tokens',
    load: () => import('./login/logout.ts'),
  },
  {
    words: ['whoami'],
    summary: 'say who is signed in for a login, as which role, and until when',
    load: () => import('./login/whoami.ts'),
  },
  {
    words: ['exec'],
    summary: 'run a command with the credentials of a login',
    load: () => import('./login/exec.ts'),
  },
  {
    words: ['env'],
    summary: 'print the credentials of a login for a shell, or for Docker',
    load: () => import('./login/env.ts'),
  },
  {
    words: ['console'],
    summary: 'print an address that signs in to the console of AWS',
    load: () => import('./login/console.ts'),
  },
  {
    words: ['doctor', 'login'],
    summary: 'look at all that a sign-in needs, and say what to do',
    load: () => import('./doctor/login.ts'),
  },
  {
    words: ['doctor', 'gateway'],
    summary: 'walk through the proxy to an app behind the gateway, and name the first fault',
    load: () => import('./doctor/gateway.ts'),
  },
  {
    words: ['doctor', 'exchange'],
    summary: 'go the whole way of a token from a job, and name the first broken link',
    load: () => import('./doctor/exchange.ts'),
  },
  {
    words: ['doctor', 'issuer'],
    summary: "go the way of an issuer's token as a stranger, and name the first broken link",
    load: () => import('./doctor/issuer.ts'),
  },
  {
    words: ['doctor', 'aws'],
    summary: 'find out why AWS refuses a token, before it is asked',
    load: () => import('./doctor/aws.ts'),
  },
  {
    words: ['doctor', 'azure'],
    summary: 'find out why Microsoft Entra refuses a token, before it is asked',
    load: () => import('./doctor/azure.ts'),
  },
  {
    words: ['credential-process'],
    summary: 'print the credentials of a login, for credential_process of AWS profiles',
    load: () => import('./login/credential-process.ts'),
  },
  {
    words: ['kubernetes', 'credential'],
    summary: 'print the ID token of a login for kubectl, or the user of a kubeconfig',
    load: () => import('./kubernetes/credential.ts'),
  },
  {
    words: ['kubernetes', 'trust'],
    summary: 'print how to have a cluster trust an issuer: its file, its flags, a role, or EKS',
    load: () => import('./kubernetes/trust.ts'),
  },
  {
    words: ['gcp', 'credential'],
    summary: "print the ID token of a login for Google's libraries, or their configuration",
    load: () => import('./gcp/credential.ts'),
  },
  {
    words: ['gcp', 'trust'],
    summary: 'print what sets Google Cloud up to trust an issuer',
    load: () => import('./gcp/trust.ts'),
  },
  {
    words: ['azure', 'exec'],
    summary: "run a command with a login's ID token in a file for Azure that stays fresh",
    load: () => import('./azure/exec.ts'),
  },
  {
    words: ['azure', 'trust'],
    summary: 'print what has an application or identity of Azure trust an issuer',
    load: () => import('./azure/trust.ts'),
  },
  {
    words: ['vault', 'trust'],
    summary: 'print what sets Vault or OpenBao up to trust an issuer',
    load: () => import('./vault/trust.ts'),
  },
  {
    words: ['inspect'],
    summary: 'say what is in a cookie or a token, layer by layer',
    load: () => import('./inspect/inspect.ts'),
  },
  {
    words: ['token', 'decode'],
    summary: 'show what a token says, without judging it',
    load: () => import('./token/decode.ts'),
  },
  {
    words: ['token', 'verify'],
    summary: "judge a token by its issuer's published keys",
    load: () => import('./token/verify.ts'),
  },
  {
    words: ['token', 'sign'],
    summary: 'sign a token of your own issuer, and print it once it was verified',
    load: () => import('./token/sign.ts'),
  },
  {
    words: ['token', 'exchange'],
    summary: 'trade a token for another at an exchange (RFC 8693)',
    load: () => import('./token/exchange.ts'),
  },
  {
    words: ['ci', 'exec'],
    summary: 'run a command of a CI job with a token for AWS that stays fresh',
    load: () => import('./ci/exec.ts'),
  },
  {
    words: ['issuer', 'init'],
    summary: 'make the site of an issuer of static files, or take one over',
    load: () => import('./issuer/init.ts'),
  },
  {
    words: ['issuer', 'publish'],
    summary: 'publish the site of an issuer, and see that it is public',
    load: () => import('./issuer/publish.ts'),
  },
  {
    words: ['issuer', 'mirror'],
    summary: "keep a public copy of a private issuer's documents",
    load: () => import('./issuer/mirror.ts'),
  },
  {
    words: ['issuer', 'check'],
    summary: 'see an issuer as a stranger does, and what relying parties mind',
    load: () => import('./issuer/check.ts'),
  },
  {
    words: ['issuer', 'host'],
    summary: 'print what hosts the site of an issuer: aws or nginx',
    load: () => import('./issuer/host.ts'),
  },
  {
    words: ['gateway', 'snippet'],
    summary: 'print what makes a proxy ask the gateway for each request of an app',
    load: () => import('./gateway/snippet.ts'),
  },
  {
    words: ['gateway', 'explain'],
    summary: 'say which access rule decides about a request, and why',
    load: () => import('./gateway/explain.ts'),
  },
  {
    words: ['gateway', 'sign-out'],
    summary: 'sign a person out everywhere, or list where they are signed in',
    load: () => import('./gateway/sign-out.ts'),
  },
  {
    words: ['rules', 'explain'],
    summary: 'show every rule and why it does or does not match a token',
    load: () => import('./rules/explain.ts'),
  },
  {
    words: ['rules', 'test'],
    summary: 'check that the rules decide as a file of cases expects',
    load: () => import('./rules/test.ts'),
  },
  {
    words: ['keys', 'list'],
    summary: 'show the keys of the key ring and where each one stands',
    load: () => import('./keys/list.ts'),
  },
  {
    words: ['keys', 'generate'],
    summary: 'make a signing key and add it to the key ring',
    load: () => import('./keys/generate.ts'),
  },
  {
    words: ['keys', 'import'],
    summary: 'add keys that were made elsewhere',
    load: () => import('./keys/import.ts'),
  },
  {
    words: ['keys', 'rotate'],
    summary: 'make a successor for each key that signs',
    load: () => import('./keys/rotate.ts'),
  },
  {
    words: ['keys', 'retire'],
    summary: 'end a key before its time',
    load: () => import('./keys/retire.ts'),
  },
  {
    words: ['keys', 'export'],
    summary: 'write the published keys, or one of them, for use elsewhere',
    load: () => import('./keys/export.ts'),
  },
  {
    words: ['aws', 'assume'],
    summary: 'trade a token for temporary credentials of an AWS role',
    load: () => import('./aws/assume.ts'),
  },
  {
    words: ['aws', 'trust'],
    summary: 'set AWS up to trust an issuer: printed for your tool, or done',
    load: () => import('./aws/trust.ts'),
  },
  {
    words: ['aws', 'thumbprint'],
    summary: "print the thumbprint of an issuer's host as AWS documents it",
    load: () => import('./aws/thumbprint.ts'),
  },
  {
    words: ['audit', 'verify'],
    summary: 'check that no record of a decision was changed or removed',
    load: () => import('./audit/verify.ts'),
  },
  {
    words: ['config', 'check'],
    summary: 'find every fault of the configuration',
    load: () => import('./config/check.ts'),
  },
  {
    words: ['config', 'explain'],
    summary: 'show every setting in force and where it comes from',
    load: () => import('./config/explain.ts'),
  },
  {
    words: ['config', 'schema'],
    summary: 'print the JSON Schema of the configuration file, for editors',
    load: () => import('./config/schema.ts'),
  },
  {
    words: ['migrate', 'oidc-token-proxy'],
    summary: 'make a configuration and a key ring of those of an oidc-token-proxy',
    load: () => import('./migrate/oidc-token-proxy.ts'),
  },
  {
    words: ['migrate', 'oauth2-proxy'],
    summary: 'make a configuration of the gateway of that of an oauth2-proxy',
    load: () => import('./migrate/oauth2-proxy.ts'),
  },
  {
    words: ['migrate', 'vouch'],
    summary: 'make a configuration of the gateway of that of a Vouch Proxy',
    load: () => import('./migrate/vouch.ts'),
  },
  {
    words: ['completion'],
    summary: 'print a script that completes commands and options in a shell',
    load: () => import('./completion.ts'),
  },
];

/** What the words stand for that only hold commands. */
export const NOUNS: Readonly<Record<string, string>> = {
  serve: 'Run a part as a service.',
  doctor: 'Find out why something does not work.',
  kubernetes: 'Set clusters of Kubernetes up, and use a login there.',
  gcp: 'Set Google Cloud up, and use a login there.',
  azure: 'Set Azure up, and use a login there.',
  vault: 'Set Vault and OpenBao up.',
  token: 'Look at tokens, sign and trade them.',
  ci: 'Help the jobs of CI systems.',
  issuer: 'Have an issuer of your own, made of static files.',
  gateway: 'Put one sign-in in front of apps.',
  rules: 'Look into the rules.',
  keys: 'Look after the key ring.',
  aws: 'Set AWS up, and come by its credentials.',
  audit: 'Look into the records of decisions.',
  config: 'Look after the configuration.',
  migrate: 'Come from another tool.',
};

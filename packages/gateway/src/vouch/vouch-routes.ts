import type { Call, Reply } from '@drawbridge/core';
import { HEALTHY, STATIC_REPLIES } from './answers/fixed-replies.ts';
import { callback } from './login/callback.ts';
import { finish } from './login/finish.ts';
import { login } from './login/login.ts';
import type { LoginContext } from './login/login-context.ts';
import { logout } from './logout/logout.ts';

/** What is at a path. */
interface VouchRoute {
  /** `Allow` (RFC 9110 section 10.2.1). HEAD is served wherever GET is, and OPTIONS says this. */
  readonly allow: string;
  /** Of one of these methods. */
  answer(call: Call): Reply | Promise<Reply>;
}

/** Finds what is at a path, beside `/validate`. @returns `undefined` where there is nothing */
export type FindRoute = (path: string) => VouchRoute | undefined;

const READ = 'GET, HEAD, OPTIONS';

/** Makes the paths of a gateway. They are compared as they came, undecoded. */
export function createVouchRoutes(context: LoginContext): FindRoute {
  const { documentRoot } = context.settings;
  const routes = new Map<string, VouchRoute>([
    ['/healthcheck', { allow: READ, answer: () => HEALTHY }],
    [`${documentRoot}/login`, { allow: READ, answer: (call) => login(context, call) }],
    [`${documentRoot}/auth`, { allow: READ, answer: (call) => callback(context, call) }],
    [
      `${documentRoot}/logout`,
      { allow: 'GET, HEAD, POST, OPTIONS', answer: (call) => logout(context, call) },
    ],
  ]);
  for (const [path, reply] of Object.entries(STATIC_REPLIES)) {
    routes.set(documentRoot + path, { allow: READ, answer: () => reply });
  }
  const before = `${documentRoot}/auth/`;

  return (path) => {
    const state = path.startsWith(before)
      ? STATE_PATH.exec(path.slice(before.length))?.[1]
      : undefined;
    if (state === undefined) return routes.get(path);
    return { allow: READ, answer: (call) => finish(context, call, state) };
  };
}

const STATE_PATH = /^([A-Za-z\d]{1,64})\/$/;

/** Where somebody is sent who left the slash at the end away, or wrote one too much. */
export function withOtherSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
}

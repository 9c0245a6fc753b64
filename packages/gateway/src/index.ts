export { type Verdict } from './decision/verdict.ts';
export { type Dialect } from './dialects/dialect.ts';
export { type AppHosts, createAppHosts } from './hosts/app-hosts.ts';
export { type Question } from './question/question.ts';
export { type Session } from './session/session.ts';
export { HAPROXY_LUA } from './snippets/haproxy-lua.ts';
export { type Snippet, SNIPPETS } from './snippets/snippets.ts';
export { type SnippetSettings } from './snippets/snippet-settings.ts';
export { type User } from './user/user.ts';

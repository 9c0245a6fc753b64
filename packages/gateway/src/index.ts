export { type Verdict } from './decision/verdict.ts';
export { type Dialect } from './dialects/dialect.ts';
export { type Question } from './question/question.ts';
export { type Session } from './session/session.ts';
export { type GatewayProvider } from './sign-in/gateway-provider.ts';
export { createSignIn, type SignIn } from './sign-in/sign-in.ts';
export { type SignInOptions } from './sign-in/sign-in-options.ts';
export { type User } from './user/user.ts';

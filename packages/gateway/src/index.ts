export { type Verdict } from './decision/verdict.ts';
export { type Dialect } from './dialects/dialect.ts';
export { type Question } from './question/question.ts';
export { type Session } from './session/session.ts';
export { type User } from './user/user.ts';

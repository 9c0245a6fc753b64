export { type Reason, type Reasons, type Verdict } from './verdict.ts';

export { beginSignInPage, type BeginSignIn } from './begin-sign-in.ts';
export { foreignCallbackPage } from './foreign-callback.ts';
export { handOnPage } from './hand-on.ts';
export { type Page } from './page.ts';
export { refusedPage, type Refused } from './refused.ts';
export { signedInPage, type SignedIn } from './signed-in.ts';
export { signInFailedPage, type SignInFailed } from './sign-in-failed.ts';
export { type Until } from './until.ts';

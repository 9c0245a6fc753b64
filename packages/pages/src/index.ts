export { type SampleApp, sampleAppPage } from './home/sample-app.ts';
export { choosePersonPage, type ChoosePerson } from './home/choose-person.ts';
export {
  type Home,
  type HomeButton,
  type HomeClaim,
  type HomeEvent,
  type HomeFacts,
  type HomePart,
} from './home/home.ts';
export { goOnPage } from './home/go-on.ts';
export { homePage } from './home/home-page.ts';
export { chooseProviderPage, type ChooseProvider } from './choose-provider.ts';
export { foreignCallbackPage } from './foreign-callback.ts';
export { handOnPage } from './hand-on.ts';
export { signInLoopPage, type SignInLoop } from './sign-in-loop.ts';
export { type Account, accountPage, type AccountSession, noAccountPage } from './account.ts';
export { confirmSignOutPage, type ConfirmSignOut } from './confirm-sign-out.ts';
export {
  type InspectorOperation,
  type InspectorUi,
  inspectorUiPage,
} from './inspector-ui/inspector-ui-page.ts';
export {
  type InspectorClaim,
  type InspectorLayer,
  type InspectorSignature,
  type InspectorView,
} from './inspector/inspector.ts';
export { inspectorPage, noCookiePage, noSessionPage } from './inspector/inspector-page.ts';
export { leavingPage } from './leaving.ts';
export { type Page } from './page.ts';
export { refusedPage, type Refused } from './refused.ts';
export { signedInPage, type SignedIn } from './signed-in.ts';
export { type SignedOut, signedOutPage } from './signed-out.ts';
export { signInFailedPage, type SignInFailed } from './sign-in-failed.ts';
export { type Until } from './until.ts';
export { VOUCH_ASSETS } from './vouch/vouch-assets.ts';
export { type VouchPage, vouchPage } from './vouch/vouch-page.ts';

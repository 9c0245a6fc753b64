import { type Fact, fact } from '../providers/provider.ts';
import type { SignInFacts } from './hint-rows.ts';

/** A code of Microsoft Entra: AADSTS and a number, at the start of `error_description`. */
export interface EntraCode {
  readonly codes: readonly number[];
  readonly hint: (facts: SignInFacts) => string;
}

/** The codes that a sign-in from a command line may meet, and that somebody can do something about. */
export const ENTRA_CODES: Fact<readonly EntraCode[]> = fact<readonly EntraCode[]>(
  [
    {
      codes: [50011, 70004, 900971],
      hint: ({ redirectUri }) =>
        `The app registration lacks this redirect URI: ${redirectUri}. Add it under Authentication > Mobile and desktop applications; a port may be left out for localhost. The portal takes http://127.0.0.1 in the manifest alone: --redirect-uri http://localhost:6432/callback avoids that.`,
    },
    {
      codes: [65001, 65004],
      hint: () =>
        'Nobody has agreed yet that this app may sign people in. Sign in once and accept, or have an administrator grant consent for the tenant.',
    },
    {
      codes: [90094, 90095],
      hint: () =>
        'The tenant lets administrators alone agree to an app. Ask one to grant consent to it.',
    },
    {
      codes: [50105],
      hint: ({ clientId }) =>
        `You are not assigned to the app ${clientId}. Have an administrator add you, or a group of yours, under Enterprise applications > Users and groups.`,
    },
    {
      codes: [700016, 700011, 70001, 7000112],
      hint: ({ clientId }) =>
        `The tenant has no app ${clientId}, or it is disabled. Check the client id, and the tenant in the issuer.`,
    },
    {
      codes: [7000218],
      hint: () =>
        'Entra takes the app for a confidential one. Move the redirect URI from the platform Web to Mobile and desktop applications, and set Allow public client flows to Yes for the device flow.',
    },
    {
      codes: [700025],
      hint: () => 'The app is a public client, and takes no secret. Leave the client secret out.',
    },
    {
      codes: [70002, 7000215, 7000222],
      hint: () =>
        'The client secret is wrong or has expired. Give its value, not its id, or make a new one.',
    },
    {
      codes: [90002, 90019, 50059, 50128],
      hint: () =>
        'There is no such tenant in this cloud. The issuer is https://login.microsoftonline.com/TENANT-ID/v2.0, or that of a national cloud.',
    },
    {
      codes: [50194, 90130, 90124, 9001023],
      hint: () =>
        'The app is of one tenant. Name the tenant in the issuer, in place of common or consumers.',
    },
    {
      codes: [900144, 90014],
      hint: () =>
        'A parameter is missing from the request. Check the client id and the extra parameters.',
    },
    {
      codes: [70011, 28002, 28003, 700022, 700023],
      hint: ({ scope }) =>
        `Entra does not have one of these scopes: ${scope}. Scopes of one API alone may be asked for at a time, beside openid, email, profile and offline_access.`,
    },
    {
      codes: [53003, 530032, 530035, 50131],
      hint: () =>
        'A Conditional Access policy blocks this sign-in. The device flow is often blocked where the browser is not; else ask an administrator, whose sign-in log names the policy.',
    },
    {
      codes: [53000, 53001, 50097, 50129],
      hint: () =>
        'The tenant asks for a device that it manages. Sign in with a browser of such a device, not by device code on another.',
    },
    {
      codes: [50072, 50074, 50076, 50078, 50079, 53004],
      hint: () => 'A second factor is needed, or has to be set up. Sign in with the browser.',
    },
    {
      codes: [50020, 50034, 51004, 50014, 16003, 90072],
      hint: () =>
        'This account is not in the tenant. Sign in with another one, or have it invited as a guest.',
    },
    {
      codes: [50055, 50144],
      hint: () => 'The password has expired. Change it, and sign in again.',
    },
    { codes: [50053], hint: () => 'The account is locked, or the network address is blocked.' },
    { codes: [50057], hint: () => 'The account is disabled. Ask an administrator.' },
    {
      codes: [70000, 70008, 700082, 700084, 70043, 50173, 50089, 50132, 50133],
      hint: () => 'The sign-in has ended or was revoked. Sign in again.',
    },
    { codes: [54005], hint: () => 'The code was used already. Sign in again.' },
    {
      codes: [700054, 70005],
      hint: () =>
        'The app may not use the implicit flow. In the place of --implicit, take --authorization-code; or allow ID tokens under Authentication > Implicit grant and hybrid flows.',
    },
    { codes: [70019], hint: () => 'The code was not entered in time. Begin again for a new one.' },
  ],
  'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes',
);

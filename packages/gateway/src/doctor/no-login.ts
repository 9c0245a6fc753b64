/** Why a step could not look, which compares addresses to sign in at: the page has none, since anybody may see it. */
export const NO_LOGIN = 'this page does not send anybody to sign in';

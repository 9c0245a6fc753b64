import type { Page } from 'playwright-core';

/** Signs in at a provider whose page a real browser shows, and consents, as it asks for the first time. */
export async function signInAs(page: Page, person: string): Promise<void> {
  await giveName(page, person);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Signs in at a provider that has the consent of this browser already. */
export async function giveName(page: Page, person: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(person);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

/** Says yes to a provider that asks whether to sign out there. */
export async function agreeToSignOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
}

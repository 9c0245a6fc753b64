import { breakable } from './breakable.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** A role that may be chosen, in plain text. */
export interface RoleChoice {
  /** What the form sends as `role`: an ARN, say. */
  readonly role: string;
  /** Where it has a better name than its ARN. */
  readonly name?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * The page on which a person chooses one of the roles. It posts the form parameter `role` to its own address: that is
 * to be one that nobody else can know, and good once.
 */
export function chooseRolePage({
  who,
  roles,
}: {
  who: string;
  roles: readonly RoleChoice[];
}): Page {
  return layout({
    title: 'Choose a role',
    heading: 'Which role shall it be?',
    mood: 'calm',
    form: true,
    body: html`<p class="lead">You are signed in as <strong><bdi>${breakable(who)}</bdi></strong>, and may have any of these.</p>
<form method="post">
<fieldset><legend>Roles</legend>
${roles.map(choice)}</fieldset>
<div><button>Go on with this role</button></div>
</form>`,
  });
}

function choice({ role, name, account }: RoleChoice, index: number) {
  const arn = html`<code>${breakable(role)}</code>`;
  const title = name === undefined ? arn : html`<strong><bdi>${name}</bdi></strong>`;
  const rest = [account !== undefined && `Account ${account}`, name !== undefined && arn].filter(
    (line) => line !== false,
  );
  return html`<label><input type="radio" name="role" value="${role}" required${index === 0 ? html` checked` : undefined}><span>${title}${rest.map((line) => html`<span class="soft"> ${line}</span>`)}</span></label>
`;
}

/** Sections of former versions, which would be passed over with all that is in them: the rest of a sentence. */
export const FORMER_SECTIONS: ReadonlyMap<string, string> = new Map([
  [
    'lasso',
    'is what the section vouch was called while Vouch Proxy was called Lasso: rename it to vouch',
  ],
]);

/** Keys of former versions and of branches that were never released, and what becomes of them. They are passed over with a line of the log. */
export const FORMER_KEYS: readonly { readonly key: string; readonly advice: string }[] = [
  { key: 'lasso', advice: 'The section is called vouch now: rename it. It is a fault at start.' },
  {
    key: 'vouch.db',
    advice:
      'A database that Vouch Proxy no longer has. Remove it: what was ended is kept in the store.',
  },
  {
    key: 'vouch.case_insensitive_emails',
    advice: 'Remove it, and write whiteList in the case that the provider has.',
  },
  {
    key: 'vouch.case_insensitive_email_domains',
    advice: 'Remove it: the case of a domain does not count.',
  },
  {
    key: 'log_level, white_list, team_whitelist, allow_all_users, public_access, max_age, http_only, same_site, preferred_domain',
    advice:
      'A check of Vouch Proxy once asked for such names, and no release reads them. Write them as they stand above: ' +
      'the log names the one that is meant.',
  },
];

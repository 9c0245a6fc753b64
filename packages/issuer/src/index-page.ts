import { DISCOVERY_PATH } from '@drawbridge/core';

/** The page for people who come by: it stands for itself, and asks no other server for anything. */
export function indexPage({
  issuer,
  jwksPath,
}: {
  readonly issuer: string;
  readonly jwksPath: string;
}): string {
  const shown = escapeHtml(issuer);
  // Relative, so that it leads to the right place whatever the path of the issuer is.
  const link = (path: string) => `<a href="${escapeHtml(path.slice(1))}">${escapeHtml(path)}</a>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${shown}</title>
<style>
  :root { color-scheme: light dark; --ink: #1d2733; --paper: #fbfaf7; --line: #d9d5cb; --link: #0b5cad; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e6e9ed; --paper: #14181d; --line: #323a44; --link: #7db7f2; }
  }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
  main { max-width: 40rem; margin: 12vh auto; padding: 0 1.25rem; }
  h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
  dl { border-top: 1px solid var(--line); }
  dt { margin-top: 1rem; font-weight: 600; }
  dd { margin: 0; overflow-wrap: anywhere; }
  a { color: var(--link); }
</style>
<main>
  <h1>${shown}</h1>
  <p>This is the address of an OpenID Connect issuer. It has no sign-in: workloads get tokens from whoever runs it, and
    clouds and services verify them with the public keys below.</p>
  <dl>
    <dt>What it says of itself</dt>
    <dd>${link(DISCOVERY_PATH)}</dd>
    <dt>Its public keys</dt>
    <dd>${link(jwksPath)}</dd>
  </dl>
</main>
`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Where a browser came to rest. */
interface Rest {
  /** The body of the page, where it shows one. */
  readonly text: string;
  /** Where it was sent away from the site to. That is not fetched. */
  readonly leftFor?: string;
  /** What it was to send there by a form. */
  readonly fields?: URLSearchParams;
}

/** What stands in for a person with a browser at one site: cookies, redirects, and forms that it fills in and sends. */
export interface TestBrowser {
  open(url: string): Promise<Rest>;
}

/** More than any sign-in takes: what goes on is a loop. */
const MOST_STEPS = 30;

/**
 * Makes a browser.
 *
 * @param site - origin of the site that it stays at
 * @param person - what it writes where a login is asked for
 * @param confirms - what it answers where it is asked whether a device is its own. Default: yes
 */
export function createTestBrowser(site: string, person: string, confirms = true): TestBrowser {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();

  async function ask(url: URL, form: URLSearchParams | undefined): Promise<Response> {
    const sent = [...cookies].filter(([, { path }]) => url.pathname.startsWith(path));
    const response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') },
      ...(form !== undefined && { body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value === '') cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    return response;
  }

  return {
    async open(start) {
      let url = new URL(start);
      let form: URLSearchParams | undefined;
      for (let step = 0; step < MOST_STEPS; step++) {
        if (url.origin !== site) {
          return { text: '', leftFor: url.href, ...(form !== undefined && { fields: form }) };
        }
        const response = await ask(url, form);
        const text = await response.text();
        const location = response.headers.get('location');
        // Who said no is shown the form again.
        const isOver = form?.has('abort') === true;
        const next = location === null && !isOver ? formIn(text) : undefined;
        if (location === null && next === undefined) return { text };
        url = new URL(location ?? next?.action ?? '', url);
        form = next?.fields;
      }
      throw new Error(`the sign-in at ${site} has no end`);
    },
  };

  function formIn(page: string) {
    const [, action] = /<form[^>]* action="([^"]*)"/.exec(page) ?? [];
    if (action === undefined) return undefined;
    const fields = new URLSearchParams();
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const name = attribute(input, 'name');
      if (name !== undefined) fields.set(name, attribute(input, 'value') ?? person);
    }
    // The button of a page that asks whether to sign out.
    if (/<button[^>]* name="logout"/.test(page)) fields.set('logout', 'yes');
    if (!confirms && fields.has('confirm')) fields.set('abort', 'yes');
    return { action: unescape(action), fields };
  }
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
}

function unescape(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

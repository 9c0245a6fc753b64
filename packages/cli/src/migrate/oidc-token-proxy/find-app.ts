import { DrawbridgeError } from '@drawbridge/core';
import type { IniFile, IniSection } from '../ini/parse-ini.ts';

/** The part of an ini file that describes the proxy. */
export interface FoundApp {
  /** The NAME of `[app:NAME]`; empty for a file that has settings and no section. */
  readonly name: string;
  /** The section after those that it uses: a later one's settings count. */
  readonly sections: readonly IniSection[];
  /** The names of all sections that describe something else. */
  readonly others: readonly string[];
}

const APP = /^(?:app|application):\s*(?<name>.*?)\s*$/s;

/** Of an egg, names differ neither by case nor by `-`, `_` and `.`. */
const FACTORY =
  /^(?:egg:oidc[-_.]token[-_.]proxy(?:#main)?|call:oidc_token_proxy(?:\.\w+)*:main)$/i;

/** How PasteDeploy is told of a factory without `use`. */
const EXPLICIT = /^oidc_token_proxy(?:\.\w+)*:main$/;

/**
 * Finds the section `[app:NAME]` whose `use` is oidc-token-proxy. A section may `use` another one of
 * the file and add settings to it.
 *
 * @param wanted - the NAME, where there are several
 * @throws {DrawbridgeError} `usage_invalid` when there is none, or more than one
 */
export function findApp(ini: IniFile, wanted: string | undefined): FoundApp {
  if (ini.sections.size === 0 && ini.bare.size > 0) {
    return { name: '', sections: [ini.bare], others: [] };
  }
  const apps = [...ini.sections.keys()].flatMap((section) => {
    const name = appName(section);
    const chain = proxyChain(ini, section, []);
    return name === undefined || chain === undefined ? [] : { name, chain };
  });
  const found = wanted === undefined ? apps : apps.filter(({ name }) => name === wanted);
  const [app] = found;
  if (app === undefined)
    throw noApp(
      ini,
      apps.map(({ name }) => name),
      wanted,
    );
  if (found.length > 1) {
    const names = apps.map(({ name }) => name);
    throw new DrawbridgeError('usage_invalid', {
      detail: `${names.length} sections use oidc-token-proxy: ${names.map(show).join(', ')}`,
      hint: `Choose one of them: --app NAME, with NAME one of ${names.join(', ')}.`,
    });
  }
  return {
    name: app.name,
    sections: app.chain.map((name) => ini.sections.get(name) ?? new Map()),
    others: [...ini.sections.keys()].filter(
      (name) => name !== 'server:main' && !app.chain.includes(name),
    ),
  };
}

function noApp(
  ini: IniFile,
  names: readonly string[],
  wanted: string | undefined,
): DrawbridgeError {
  const sections = [...ini.sections.keys()].map((name) => `[${name}]`).join(', ');
  return new DrawbridgeError('usage_invalid', {
    detail:
      wanted === undefined
        ? 'no section [app:NAME] of the file has "use = egg:oidc-token-proxy"'
        : `the file has no section ${show(wanted)} that uses oidc-token-proxy`,
    hint:
      names.length > 0
        ? `These use it: ${names.map(show).join(', ')}.`
        : `The sections of the file: ${sections || 'none'}.`,
  });
}

const show = (name: string) => `[app:${name}]`;

function appName(section: string): string | undefined {
  return APP.exec(section)?.groups?.['name'];
}

/** The names of a section and those that it uses, the last one first, if oidc-token-proxy is at the end. */
function proxyChain(
  ini: IniFile,
  name: string,
  users: readonly string[],
): readonly string[] | undefined {
  const section = ini.sections.get(name);
  if (section === undefined || appName(name) === undefined || users.includes(name)) {
    return undefined;
  }
  const use = section.get('use');
  if (use === undefined) {
    return EXPLICIT.test(section.get('paste.app_factory') ?? '') ? [name] : undefined;
  }
  if (FACTORY.test(use)) return [name];
  const used = [...ini.sections.keys()].find((candidate) => appName(candidate) === use);
  const below = used === undefined ? undefined : proxyChain(ini, used, [...users, name]);
  return below === undefined ? undefined : [...below, name];
}

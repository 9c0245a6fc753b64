import { COOKIE_OPTIONS, SESSION_OPTIONS } from './cookie-options.ts';
import { HEADER_OPTIONS } from './header-options.ts';
import type { OldOption, OptionGroup } from './option.ts';
import { PROVIDER_OPTIONS } from './provider-options.ts';
import { PROXY_OPTIONS } from './proxy-options.ts';
import {
  COMMAND_OPTIONS,
  LOGGING_OPTIONS,
  PAGE_OPTIONS,
  SERVER_OPTIONS,
  UPSTREAM_OPTIONS,
} from './service-options.ts';
import { SPECIAL_OPTIONS } from './special-options.ts';

/**
 * Which options there are, their types and defaults are facts of this document, as it was read on 2026-11-27. Options of single
 * providers are from the pages below `providers/` beside it, and from earlier releases.
 */
export const SOURCE = {
  repository: 'https://github.com/oauth2-proxy/oauth2-proxy',
  release: '7.15',
  path: 'docs/versioned_docs/version-7.15.x/configuration/overview.md',
  commit: '7942c5037993dc4f778ff4f1e1196078abc1e6a0',
  read: '2026-11-27',
} as const;

/** Every option of oauth2-proxy, by heading. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  PROVIDER_OPTIONS,
  SPECIAL_OPTIONS,
  PROXY_OPTIONS,
  HEADER_OPTIONS,
  COOKIE_OPTIONS,
  SESSION_OPTIONS,
  SERVER_OPTIONS,
  UPSTREAM_OPTIONS,
  LOGGING_OPTIONS,
  PAGE_OPTIONS,
  COMMAND_OPTIONS,
];

/** Every option by its name in the file. */
export const OPTIONS: ReadonlyMap<string, OldOption> = new Map(
  OPTION_GROUPS.flatMap(({ options }) => options.map((option) => [option.name, option])),
);

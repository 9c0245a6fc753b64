import type { SnippetSettings } from './snippet-settings.ts';

/** Two sites of a Caddyfile: that of an app, and that of the gateway. */
export function caddySnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  return `${app} {
	# Signing in and out.
	handle /.drawbridge/* {
		reverse_proxy ${gateway}
	}

	# The app. In a route, in this order: first goes what a client says of itself.
	handle {
		route {
			# Apps may take X_User for X-User.
			request_header -*_*
			request_header -*.*
			# Nor may a client name fields that Caddy is to take away on the way to the app.
			@websocket header Upgrade websocket
			request_header -Connection
			request_header @websocket Connection Upgrade
${fields.map((name) => `\t\t\trequest_header -${name}`).join('\n')}
			forward_auth ${gateway} {
				uri /authz/caddy
				copy_headers ${fields.join(' ')}
			}
			reverse_proxy ${upstream}
		}
	}
}

${authHost} {
	# What proxies ask, nobody else does.
	handle /authz/* {
		respond 404
	}
	handle {
		reverse_proxy ${gateway}
	}
}
`;
}

# How workerd serves the module on your machine: `npm start`. On Cloudflare, the same in your wrangler configuration.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "exchange", worker = .exchange ),
    # Upstream issuers are reached on private addresses as well.
    ( name = "internet", network = ( allow = ["public", "private"], tlsOptions = ( trustBrowserCas = true ) ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:8080", http = (), service = "exchange" ) ],
);

const exchange :Workerd.Worker = (
  modules = [ ( name = "worker", esModule = embed "dist/worker.js" ) ],
  compatibilityDate = "2026-11-01",
  bindings = [
    ( name = "ISSUER", fromEnvironment = "ISSUER" ),
    ( name = "UPSTREAM", fromEnvironment = "UPSTREAM" ),
    ( name = "ACCEPT_AUDIENCE", fromEnvironment = "ACCEPT_AUDIENCE" ),
    ( name = "GRANT_AUDIENCE", fromEnvironment = "GRANT_AUDIENCE" ),
    ( name = "SIGNING_KEYS", fromEnvironment = "SIGNING_KEYS" ),
  ],
);

export { type ListeningIssuer, listenTestIssuer } from './listen-test-issuer.ts';

export {
  type FetchRemote,
  fetchWithToken,
  type FetchWithToken,
  type FetchWithTokenOptions,
} from './fetch-with-token.ts';

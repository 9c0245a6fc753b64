export { keyCertificate } from './key-certificate.ts';

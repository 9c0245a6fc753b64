/** Characters that 32 random bytes have in Base64, which is what Vouch Proxy makes. */
const STRONG = 44;

/** Whether whoever has a cookie that a secret signed may find the secret by trying. */
export function isWeakSecret(secret: string): boolean {
  return Array.from(secret).length < STRONG;
}

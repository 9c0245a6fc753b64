/** A page, and what it is served with. */
export interface Page {
  /** A whole document. It loads nothing from anywhere. */
  readonly html: string;
  /** The value of Content-Security-Policy that lets it be what it is, and nothing else. */
  readonly contentSecurityPolicy: string;
}

/** What became of a claim, or a field, on the way; `asked` is one that the rule looked at, and that went no further. */
export type Fate = 'stays' | 'asked' | 'left' | 'new';

/** A claim or a header field, in plain text; the page escapes it. */
export interface HomeClaim {
  readonly name: string;
  readonly value: string;
  /** Default: it is not compared with anything. */
  readonly fate?: Fate | undefined;
}

/** What somebody brought, or got. */
export interface HomeFacts {
  readonly title: string;
  readonly claims: readonly HomeClaim[];
  /** What is not looked at unless somebody wants to. */
  readonly more?: { readonly title: string; readonly claims: readonly HomeClaim[] } | undefined;
}

/** One thing that was decided, in plain text; the page escapes it. */
export interface HomeEvent {
  /** Letters and digits; no two events of a page have the same. */
  readonly id: string;
  /** {@link HomePart.id} of where it happened. */
  readonly part: string;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly outcome: 'allowed' | 'refused' | 'waits';
  /** The outcome in a word or two: `Let across`. */
  readonly verdict: string;
  /** A sentence that says what happened. */
  readonly title: string;
  /** The rule that decided, by its name, and in words where it has some: a line for each condition. */
  readonly rule?: { readonly name: string; readonly text?: string } | undefined;
  /** Why it was refused: the code of the fault, and what the operator is told. */
  readonly code?: string | undefined;
  readonly why?: string | undefined;
  /** What could be done about it, such as a rule to write. */
  readonly advice?: { readonly title: string; readonly text: string } | undefined;
  readonly before?: HomeFacts | undefined;
  readonly after?: HomeFacts | undefined;
}

/** A button that posts to this site. */
export interface HomeButton {
  /** Path that it posts to. */
  readonly action: string;
  readonly label: string;
  /** Whether the answer is a way on to another site, and so belongs in a window of its own. Default: false. */
  readonly leads?: boolean;
}

/** A part of Drawbridge that can be tried, in plain text; the page escapes it. */
export interface HomePart {
  /** Its place in the page: lower-case letters. */
  readonly id: string;
  readonly name: string;
  /** What it is for, in a sentence. */
  readonly does: string;
  /** Where it is, and what is there; `shown` stands for an address that is long. */
  readonly addresses: readonly {
    readonly label: string;
    readonly url: string;
    readonly shown?: string;
  }[];
  /** Ways to other sites, which open in a window of their own. */
  readonly links?: readonly { readonly href: string; readonly label: string }[];
  readonly buttons: readonly HomeButton[];
  /** Commands to copy, each with what it does. */
  readonly commands: readonly { readonly label: string; readonly text: string }[];
}

/** The try-out system at a glance. */
export interface Home {
  readonly parts: readonly HomePart[];
  /** The newest first. */
  readonly events: readonly HomeEvent[];
}

/** What a page is about, at a glance: its colour and sign. */
export type Mood = 'good' | 'bad' | 'calm';

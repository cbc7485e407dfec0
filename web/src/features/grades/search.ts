/** Whom the grades may be told by. Apart from the card, so that an address is read without loading it. */
export const WHOM = ['agent', 'task', 'source'] as const;
export type Whom = (typeof WHOM)[number];

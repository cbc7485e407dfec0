/** What the address may say of the overview. Apart from its cards, so that an address is read without loading them. */
export const TREND_METRICS = ['calls', 'connected', 'orders'] as const;
export type TrendMetric = (typeof TREND_METRICS)[number];

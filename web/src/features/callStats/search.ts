/** What the address may say of these pages. Apart from the pages, so that an address is read without loading them. */
export const BOARD_SORTS = ['calls', 'connected', 'contact_rate', 'orders', 'success_rate', 'talk_seconds', 'avg_talk', 'order_value'] as const;
export type BoardMetric = (typeof BOARD_SORTS)[number];
export const SORTS = BOARD_SORTS.flatMap((metric) => [metric, `-${metric}`] as const);
export type Sort = (typeof SORTS)[number];

export const ENDS = ['top', 'bottom'] as const;
export type End = (typeof ENDS)[number];

/** The same keys with texts of another language: a missing key and a surplus one are both type errors. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> };

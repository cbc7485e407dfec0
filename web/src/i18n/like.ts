/** The same keys with texts of another language: a missing key and a surplus one are both type errors. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> } & {
  // of what is counted a language may have a singular: `days_one` beside `days`
  [K in keyof T as T[K] extends string ? `${K & string}_one` : never]?: string;
};

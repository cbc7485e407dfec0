import type { ReactNode } from 'react';

export interface Column<T> {
  key: string;
  title: ReactNode;
  /** The title as text: in the column picker, in CSV, for readers. Needed where `title` is not text. */
  name?: string;
  cell: (row: T, index: number) => ReactNode;
  /** What CSV holds; without it the column is left out there. */
  csv?: (row: T) => string | number | null | undefined;
  num?: boolean;
  /** The server's name of this sort; the title then sorts. */
  sort?: string;
  /** The first click sorts downwards: figures. */
  downFirst?: boolean;
  width?: number;
  /** Stays at the left edge. */
  pinned?: boolean;
  /** Cannot be hidden. */
  always?: boolean;
  /** Not shown until somebody asks for it. */
  optional?: boolean;
  /** The totals row's cell. */
  total?: ReactNode;
}

/** Counted pages, a keyset that only knows whether there is more, or rows that come as one scrolls. */
export type Pager =
  | { kind: 'pages'; page: number; pages: number; total: number; perPage: number; sizes?: readonly number[]; onPage: (page: number) => void; onPerPage?: (perPage: number) => void }
  | { kind: 'keyset'; page: number; hasNext: boolean; onNext: () => void; onPrevious?: () => void; onFirst?: () => void; perPage: number; sizes?: readonly number[]; onPerPage?: (perPage: number) => void; onFlow?: (() => void) | undefined }
  | { kind: 'flow'; state: 'more' | 'loading' | 'end' | 'full'; onMore: () => void; onPages: () => void };

export const nameOf = <T,>(column: Column<T>): string => column.name ?? (typeof column.title === 'string' ? column.title : column.key);

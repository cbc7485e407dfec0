/** What the address says of the page of imports: the file that is looked at, or the job that is followed. */
import { type RawSearch, trimmed, whole } from '@/shared/search';

export interface ImportSearch {
  file?: number;
  job?: number;
}

export interface PageProps {
  search: ImportSearch;
  onSearch: (search: ImportSearch) => void;
}

export const importSearch = (raw: RawSearch): ImportSearch => trimmed({ file: whole(raw['file'], 1), job: whole(raw['job'], 1) });

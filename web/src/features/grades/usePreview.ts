import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ApiError, send } from '@/api/client';
import { type Draft, plain, type Use } from './rules';

const QUIET_MS = 400;

/** What the draft would change, asked once the typing pauses. Nothing is written. */
export function usePreview(drafts: readonly Draft[], wanted: boolean) {
  const now = JSON.stringify(plain(drafts));
  const [asked, setAsked] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(now), QUIET_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const query = useQuery<Use[], ApiError>({
    queryKey: ['/api/settings/grade-rules/preview', asked],
    queryFn: async () => (await send('post', '/api/settings/grade-rules/preview', { body: { rules: JSON.parse(asked) as ReturnType<typeof plain> } })).data,
    enabled: wanted, retry: false, staleTime: 10_000, placeholderData: keepPreviousData,
  });
  return { data: query.data, error: query.error, isError: query.isError, isFetching: wanted && (query.isFetching || asked !== now) };
}
export type Preview = ReturnType<typeof usePreview>;

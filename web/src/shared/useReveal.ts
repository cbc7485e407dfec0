import { useEffect, useState } from 'react';
import { useWrite } from './useWrite';

const SHOWN_SECONDS = 60;

/** A number that is shown whole for a minute, after a reason that the server writes down. */
export function useReveal(ask: (reason: string) => Promise<{ data: { phone: string } }>) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState(0);
  const reveal = useWrite({
    mutationFn: () => ask(reason.trim()),
    onSuccess: () => {
      setAsking(false);
      setReason('');
      setLeft(SHOWN_SECONDS);
    },
  });
  useEffect(() => {
    if (!left) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return { asking, setAsking, reason, setReason, left, reveal, phone: left ? reveal.data?.data.phone : undefined };
}

import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Reply } from '@/api/client';
import { upload } from '@/api/upload';

const UPLOADS = '/api/calls/imports/files';
export interface Sending {
  file: File;
  sent: number;
}

/** Sends a file, tells how much of it has left, and keeps what the server saw for the next step. */
export function useUpload(onSeen: (file: number) => void) {
  const { t } = useTranslation('imports');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState('');
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);
  const send = useCallback(async (file: File) => {
    const own = new AbortController();
    control.current = own;
    setProblem('');
    setSending({ file, sent: 0 });
    try {
      const seen = await upload<Reply<typeof UPLOADS, 'post'>>(UPLOADS, file, own.signal, (sent) => setSending({ file, sent }));
      queries.setQueryData(read('/api/calls/imports/files/{file_id}', { params: { path: { file_id: seen.data.file_id } } }).queryKey, seen);
      onSeen(seen.data.file_id);
    } catch (error) {
      if (own.signal.aborted) void message.info(t('upload.stopped'));
      else setProblem((error as Error).message);
    } finally {
      setSending(undefined);
    }
  }, [queries, message, t, onSeen]);
  return { send, sending, problem, refuse: setProblem, stop: () => control.current?.abort() };
}

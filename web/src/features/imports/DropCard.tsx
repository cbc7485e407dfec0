import { InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { Following } from '@/shared/ProgressBar';
import styles from './Import.module.css';
import { useUpload } from './useUpload';

const ENDINGS = '.csv,.txt,.xlsx,.xls,.json,.jsonl,.cdr';

/** Where a file is chosen or dropped, and how far it has come. */
export function DropCard({ onSeen }: { onSeen: (file: number) => void }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const most = useQuery(read('/api/calls/imports')).data?.data.max_bytes;
  const work = useUpload(onSeen);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file || work.sending) return;
    if (files.length > 1) work.refuse(t('drop.many'));
    else if (!file.size) work.refuse(t('drop.empty'));
    else if (most !== undefined && file.size > most) work.refuse(t('drop.tooLarge', { size: format.bytes(file.size), most: format.bytes(most) }));
    else void work.send(file);
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  const { sending } = work;
  return (
    <Card>
      <div
        className={styles['drop']} data-over={over} onDragOver={(event) => drag(event, true)} onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => { drag(event, false); take(event.dataTransfer.files); }}
      >
        <p className={styles['lead']}>{t('lead')}</p>
        {sending ? (
          <>
            <p>{t('upload.busy', { name: sending.file.name })}</p>
            <Following done={sending.sent} total={sending.file.size} text={sending.sent < sending.file.size ? t('upload.sent', { sent: format.bytes(sending.sent), size: format.bytes(sending.file.size) }) : t('upload.looking')} />
            <Button onClick={work.stop}>{t('upload.stop')}</Button>
          </>
        ) : (
          <>
            <input
              ref={input} type="file" hidden accept={ENDINGS} aria-label={t('drop.label')}
              onChange={(event) => { take(event.target.files); event.target.value = ''; }}
            />
            <Button type="primary" size="large" icon={<InboxOutlined />} onClick={() => input.current?.click()}>{t('drop.choose')}</Button>
            <p className="muted">{t('drop.or')}</p>
            <p className="muted">{t('drop.hint')}{most === undefined ? '' : ` · ${t('drop.most', { size: format.bytes(most) })}`}</p>
          </>
        )}
        {work.problem ? <p className={styles['problem']} role="alert">{work.problem}</p> : null}
      </div>
    </Card>
  );
}

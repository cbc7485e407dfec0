import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { Choice } from '@/shared/Choice';
import { Field, Form } from '@/shared/Field';
import { useFormat } from '@/shared/format';
import { Loaded } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './Import.module.css';
import { draftOf, isTable, type Kind, kindsOf, lacking, mappingOf, type Seen } from './mapping';
import { MappingCard } from './MappingCard';
import { PreviewCard } from './PreviewCard';

const NAME = /^[\p{L}\p{N}_.:-]{1,50}$/u;
interface Props {
  id: number;
  onStarted: (job: number) => void;
  onOther: () => void;
}

/** An uploaded file before it is imported: what it is, what its columns mean, and what an import would read. */
export function FileView({ id, onStarted, onOther }: Props) {
  const { t } = useTranslation('imports');
  const file = useQuery({ ...read('/api/calls/imports/files/{file_id}', { params: { path: { file_id: id } } }), staleTime: Infinity });
  return (
    <>
      <Loaded query={file} framed>{({ data }) => <Chosen seen={data} onStarted={onStarted} onOther={onOther} />}</Loaded>
      {file.isError ? <p><Button onClick={onOther}>{t('file.other')}</Button></p> : null}
    </>
  );
}

function Chosen({ seen, onStarted, onOther }: { seen: Seen } & Omit<Props, 'id'>) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const [kind, setKind] = useState<Kind>(seen.kind);
  const [draft, setDraft] = useState(() => draftOf(seen));
  const table = isTable(kind);
  const lacks = table ? lacking(draft) : [];
  const mapping = table ? mappingOf(draft) : null;
  const before = seen.imported_before;
  const kinds = kindsOf(seen);
  return (
    <>
      <Card title={t('file.title')} extra={<Button size="small" onClick={onOther}>{t('file.other')}</Button>}>
        <p className={styles['facts']}>
          <strong>{seen.name}</strong>
          <span className="muted">{format.bytes(seen.bytes)}</span>
          {kinds.length > 1 ? <span>{t('file.kind')}<Choice label={t('file.kind')} value={kind} options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={setKind} /></span> : <span>{t(`kind.${kind}`)}</span>}
        </p>
        {before ? <p className={`${styles['note']} ${styles['part']}`}>{t('file.before', { by: before.by, time: format.moment(before.at), job: before.job_id ?? '' })}</p> : null}
      </Card>
      {table ? <MappingCard seen={seen} draft={draft} onDraft={setDraft} /> : null}
      <PreviewCard file={seen.file_id} kind={kind} mapping={mapping} lacks={lacks} />
      <Start file={seen.file_id} kind={kind} mapping={mapping} ready={!lacks.length} onStarted={onStarted} />
    </>
  );
}

function Start({ file, kind, mapping, ready, onStarted }: { file: number; kind: Kind; mapping: Record<string, unknown> | null; ready: boolean; onStarted: (job: number) => void }) {
  const { t } = useTranslation('imports');
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const wanted = name.trim();
  const wrong = wanted !== '' && !NAME.test(wanted);
  const start = useWrite({
    mutationFn: () => send('post', '/api/calls/imports', { body: { file_id: file, kind, mapping, name: wanted || null } }),
    onSuccess: ({ data }) => {
      void queries.invalidateQueries({ queryKey: ['/api/calls/imports'] });
      onStarted(data.job_id);
    },
  });
  return (
    <Card title={t('start.title')}>
      <div className={styles['start']}>
        <Form label={t('start.title')} error={start.error} onSubmit={() => start.mutate()} actions={<><span className="muted">{t('start.hint')}</span><Button type="primary" htmlType="submit" loading={start.isPending} disabled={!ready || wrong}>{t('start.button')}</Button></>}>
          <Field label={t('start.name')} hint={t('start.nameHint')} problem={wrong ? t('start.wrongName') : undefined}>
            {(id) => <Input id={id} value={name} maxLength={50} placeholder={kind} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
          </Field>
        </Form>
      </div>
    </Card>
  );
}

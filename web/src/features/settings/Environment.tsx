import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import { Pill, type Tone } from '@/shared/Pill';
import { Empty, Loaded, Loading } from '@/shared/States';
import { useClear } from '@/shared/useClear';
import styles from './Settings.module.css';

type Setting = Schemas['SettingShape'];
const GROUPS = ['app_env', 'secret_key', 'database_url', 'cors_origins', 'guanke_base_url', 'demo_base_url', 'push_secret'] as const;
const TONES: Record<Setting['origin'], Tone> = { environment: 'blue', file: 'teal', default: 'grey', generated: 'amber' };

function Value({ setting }: { setting: Setting }) {
  const { t } = useTranslation('settings');
  if (setting.secret) return <Pill tone={setting.is_set ? 'green' : 'grey'}>{t(setting.is_set ? 'environment.set' : 'environment.unset')}</Pill>;
  return setting.value ? <code className={styles['value']}>{setting.value}</code> : <span className="muted">{t('environment.empty')}</span>;
}

/** What stands between backticks is typed as it is. */
function Described({ text }: { text: string }) {
  return [...text.matchAll(/`([^`]+)`|[^`]+/g)].map((part) => (part[1] ? <code key={part.index}>{part[1]}</code> : part[0]));
}

/** What the process was started with, and where each setting came from. */
export function Environment() {
  const { t } = useTranslation('settings');
  const common = useTranslation('common').t;
  const clear = useClear();
  const [word, setWord] = useState('');
  const [changed, setChanged] = useState(false);
  const query = useQuery(read('/api/settings/environment'));
  const wanted = (setting: Setting) =>
    (!changed || setting.origin !== 'default') && `${setting.name} ${setting.description}`.toLowerCase().includes(word.trim().toLowerCase());
  return (
    <Card
      title={t('environment.title')} flush
      extra={
        <span className="line-up">
          <Checkbox checked={changed} onChange={(event) => setChanged(event.target.checked)}>{t('environment.onlyChanged')}</Checkbox>
          <Input allowClear={clear} size="small" style={{ width: 180 }} placeholder={t('environment.find')} aria-label={t('environment.find')} value={word} onChange={(event) => setWord(event.target.value)} />
        </span>
      }
    >
      <p className={styles['hint']}>{t('environment.hint')}</p>
      <Loaded query={query} waiting={<Loading rows={10} />}>
        {({ data }) => {
          const shown = data.filter(wanted);
          if (!shown.length) return <Empty text={common('emptyFiltered')} />;
          return GROUPS.filter((group) => shown.some((setting) => setting.group === group)).map((group) => (
            <section key={group} className={styles['group']}>
              <h3>{t(`environment.group.${group}`)}</h3>
              <ul aria-label={t(`environment.group.${group}`)} className={styles['settings']}>
                {shown.filter((setting) => setting.group === group).map((setting) => (
                  <li key={setting.name}>
                    <code>{setting.name}</code>
                    <Pill tone={TONES[setting.origin]}>{t(`environment.from.${setting.origin}`)}</Pill>
                    <p><Described text={setting.description} /></p>
                    <div className={styles['held']}><Value setting={setting} /></div>
                  </li>
                ))}
              </ul>
            </section>
          ));
        }}
      </Loaded>
    </Card>
  );
}

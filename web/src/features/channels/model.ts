import type { Schemas } from '@/api/client';
import type { Tone } from '@/shared/Pill';
import type { Severity } from '@/shared/severity';

export type Channel = Schemas['ChannelShape'];
export type Kind = Schemas['ChannelKind'];
export type Delivery = Schemas['DeliveryShape'];
export type Address = Schemas['AddressBody'];
export const KINDS = ['dingtalk', 'wecom', 'feishu', 'email', 'webhook'] as const satisfies readonly Kind[];
export const STATES = ['sent', 'failed', 'queued', 'held', 'merged', 'cancelled'] as const satisfies readonly Delivery['state'][];
export const TONES: Record<Delivery['state'], Tone> = { held: 'grey', queued: 'blue', sent: 'green', failed: 'red', merged: 'grey', cancelled: 'grey' };
/** Somebody may have it sent: again, or at once where it waits. */
export const UNSENT: ReadonlySet<Delivery['state']> = new Set(['failed', 'queued', 'cancelled']);
/** Kinds whose messages can be signed with a secret. */
export const SIGNED: ReadonlySet<Kind> = new Set(['dingtalk', 'feishu', 'webhook']);
export const PORTS = { ssl: 465, starttls: 587, none: 25 } as const;
export const STARTS: Partial<Record<Kind, string>> = {
  dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=…', wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  feishu: 'https://open.feishu.cn/open-apis/bot/v2/hook/…', webhook: 'https://…',
};

export interface ChannelsSearch {
  tab?: 'log' | undefined;
  page?: number | undefined;
  state?: Delivery['state'] | undefined;
  channel?: number | undefined;
  delivery?: number | undefined;
}
export interface PageProps {
  search: ChannelsSearch;
  onSearch: (change: ChannelsSearch) => void;
}

export interface Draft {
  name: string;
  kind: Kind;
  url: string;
  secret: string;
  host: string;
  port: number | null;
  security: keyof typeof PORTS;
  username: string;
  password: string;
  sender: string;
  recipients: string[];
  severities: Severity[];
  rules: string[];
  recoveries: boolean;
  language: Channel['language'];
  quietFrom: string;
  quietTo: string;
  zone: string;
  urgent: boolean;
  enabled: boolean;
}

/** The form of a channel; secrets are never in what the server tells, so they begin empty. */
export function draftOf(channel: Channel | undefined): Draft {
  const address = channel?.address;
  return {
    name: channel?.name ?? '', kind: channel?.kind ?? 'dingtalk', url: '', secret: '', password: '',
    host: address?.host ?? '', security: address?.security ?? 'ssl', port: address?.port ?? PORTS[address?.security ?? 'ssl'], username: address?.username ?? '', sender: address?.sender ?? '', recipients: address?.recipients ?? [],
    severities: channel?.severities ?? ['critical', 'warning'], rules: channel?.rules ?? [], recoveries: channel?.recoveries ?? true, language: channel?.language ?? 'zh-CN',
    quietFrom: channel?.quiet_from ?? '', quietTo: channel?.quiet_to ?? '', zone: channel?.zone ?? 'Asia/Shanghai', urgent: channel?.urgent_through ?? false, enabled: channel?.enabled ?? true,
  };
}

/** What of the draft is sent: an empty secret is left out, so that the one that is kept stays. */
export function addressOf(draft: Draft): Address {
  if (draft.kind === 'email') {
    return {
      host: draft.host.trim(), port: draft.port ?? PORTS[draft.security], security: draft.security, username: draft.username.trim(), sender: draft.sender.trim(), recipients: draft.recipients,
      ...(draft.password ? { password: draft.password } : {}),
    };
  }
  return { ...(draft.url.trim() ? { url: draft.url.trim() } : {}), ...(SIGNED.has(draft.kind) && draft.secret.trim() ? { secret: draft.secret.trim() } : {}) };
}

export const settingsOf = (draft: Draft) => ({
  name: draft.name.trim(), enabled: draft.enabled, severities: draft.severities, rules: draft.rules.length ? draft.rules : null, recoveries: draft.recoveries, language: draft.language,
  quiet_from: draft.quietFrom || null, quiet_to: draft.quietTo || null, zone: draft.zone, urgent_through: draft.urgent,
});

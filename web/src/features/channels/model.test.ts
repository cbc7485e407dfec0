import { expect, test } from 'vitest';
import { addressOf, type Channel, draftOf, settingsOf } from './model';

const channel = {
  id: 1, name: '群', kind: 'dingtalk', enabled: true, address: { url: 'https://oapi.dingtalk.com/••••cdef', has_secret: true }, severities: ['critical'], rules: null, recoveries: true, language: 'zh-CN',
  quiet_from: '22:00', quiet_to: '08:00', zone: 'Asia/Shanghai', urgent_through: false, created_at: '', updated_at: '', updated_by: 'root', last_delivery: null,
} as Channel;

test('a secret that nobody typed is not sent, so that the one that is kept stays', () => {
  expect(addressOf(draftOf(channel))).toEqual({});
  expect(addressOf({ ...draftOf(channel), secret: ' SEC1 ' })).toEqual({ secret: 'SEC1' });
});

test('mail sends its plain fields, and its password only when it is typed', () => {
  const draft = { ...draftOf(undefined), kind: 'email' as const, host: 'smtp.example.com', sender: 'a@b.cn', recipients: ['c@d.cn'] };
  expect(addressOf(draft)).toEqual({ host: 'smtp.example.com', port: 465, security: 'ssl', username: '', sender: 'a@b.cn', recipients: ['c@d.cn'] });
  expect(addressOf({ ...draft, password: 'p' }).password).toBe('p');
});

test('no chosen rule means all of them, no time no quiet', () => {
  expect(settingsOf({ ...draftOf(channel), quietFrom: '', quietTo: '' })).toMatchObject({ rules: null, quiet_from: null, quiet_to: null });
});

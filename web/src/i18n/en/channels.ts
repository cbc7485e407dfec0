import type { Like } from '../like';
import type { channels as zh } from '../zh/channels';

export const channels: Like<typeof zh> = {
  chinese: '中文', english: 'English', title: 'Channels', add: 'Add a channel', tab: { channels: 'Channels', log: 'Log' }, empty: 'There is no channel yet. Add one, and alerts come to a group or a mailbox.', create: 'Add', edit: 'Edit', save: 'Save', created: '“{{name}}” is there. Send it a test first', saved: '“{{name}}” is saved',
  kind: { dingtalk: 'DingTalk robot', wecom: 'WeCom robot', feishu: 'Feishu robot', email: 'Mail', webhook: 'Webhook' },
  field: { name: 'Name', nameHint: 'Such as: operations group', kind: 'Kind', url: 'The robot’s address', webhook: 'Address', secret: 'Signing secret', webhookSecret: 'Signing secret', host: 'SMTP server', port: 'Port', security: 'Encryption', username: 'User name', password: 'Password or app password', sender: 'From', recipients: 'To', severities: 'Severities', rules: 'Rules', allRules: 'All rules', recoveries: 'Tell when it is over, too', language: 'Language of the messages', quiet: 'Quiet hours', from: 'From', to: 'To', zone: 'Time zone', urgent: 'What is critical is not held', enabled: 'Switched on' },
  help: {
    dingtalk: 'DingTalk group → group settings → robots → add a “custom” one. Choose signing and give the secret that begins with SEC below; with a keyword, make it “Leadline”.', wecom: 'WeCom group → menu at the top right → add a group robot → new; copy its webhook address.', feishu: 'Feishu group → settings → bots → add a “custom bot”; copy its webhook address. Where signatures are checked, give the secret below.',
    email: 'The SMTP settings of the mailbox that sends. Many providers take an app password only.', webhook: 'Alerts are posted there as JSON; with a secret, the header X-Leadline-Signature signs them. A host of your own network belongs into NOTIFY_HOSTS first.',
    kept: 'Kept, and never shown again. Leave it empty to keep it.', urlKept: 'Kept as {{shown}}. Paste a new address to change it.', recipients: 'Several, each with Enter', quiet: 'Alerts of these hours are held and go out at their end as one message. None is lost.', optional: 'Optional',
  },
  security: { ssl: 'SSL/TLS', starttls: 'STARTTLS', none: 'None' },
  test: 'Send a test', tested: 'It got through to “{{name}}”: have a look there', failed: 'It did not get through', off: 'Off', quiet: 'Quiet {{from}}–{{to}}', quietNone: 'No quiet hours', last: 'Last message', never: 'Nothing was sent yet', all: 'all rules', some: '{{count}} rules', recipients: '{{count}} recipients',
  remove: 'Delete', removeTitle: 'Delete “{{name}}”?', removeText: 'Its address and secret go with it. Alerts no longer come there, and what is held will not be sent. The log stays.', removed: '“{{name}}” is deleted',
  state: { held: 'Held: quiet hours', queued: 'Waiting', sent: 'Sent', failed: 'Failed', merged: 'In a digest' }, message: { alerts: 'Alerts', digest: 'Digest', test: 'Test' },
  column: { id: 'No.', channel: 'Channel', kind: 'Kind', subject: 'Message', state: 'State', attempts: 'Attempts', created: 'Made', sent: 'Sent', error: 'Why it failed' }, delivery: 'Message #{{id}}', anyState: 'State', anyChannel: 'Channel', digest: 'Went out in message #{{id}}', noLog: 'Nothing was sent yet',
  resend: 'Send again', sendNow: 'Send now', resent: 'On its way again; what comes of it is shown here shortly',
};

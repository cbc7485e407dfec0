import type { Like } from '../like';
import type { channels as zh } from '../zh/channels';

export const channels: Like<typeof zh> = {
  chinese: '中文', english: 'English', title: 'Notification channels', add: 'Add a channel', tab: { channels: 'Channels', log: 'Delivery log' }, empty: 'No channels yet. Add one to receive alerts in a group chat or mailbox.', create: 'Add', edit: 'Edit', save: 'Save', created: '“{{name}}” added. Send a test message to check it', saved: '“{{name}}” saved',
  kind: { dingtalk: 'DingTalk group bot', wecom: 'WeCom group bot', feishu: 'Feishu group bot', email: 'Email', webhook: 'Webhook' },
  field: { name: 'Name', nameHint: 'e.g. Operations group', kind: 'Type', url: 'Bot webhook URL', webhook: 'Receiving URL', secret: 'Signing secret', webhookSecret: 'Signing secret', host: 'SMTP server', port: 'Port', security: 'Encryption', username: 'Username', password: 'Password or app password', sender: 'From', recipients: 'To', severities: 'Severities', rules: 'Rules', allRules: 'All rules', recoveries: 'Also notify when resolved', language: 'Message language', quiet: 'Quiet hours', from: 'From', to: 'To', zone: 'Time zone', urgent: 'Critical alerts ignore quiet hours', enabled: 'Enabled' },
  help: {
    dingtalk: 'DingTalk group → Group settings → Bots → add a “Custom” bot. For security choose signing and enter the secret starting with SEC below; if you choose a custom keyword, use “Leadline”.', wecom: 'WeCom group → menu at the top right → Add group bot → New; then copy its webhook URL.', feishu: 'Feishu group → Settings → Bots → add a “Custom bot”; then copy its webhook URL. If signature verification is on, enter the secret below.',
    email: 'Enter the SMTP settings of the sending mailbox. Many providers require an app password instead of the login password.', webhook: 'Alerts are posted to this URL as JSON. With a signing secret, the header X-Leadline-Signature carries a signature. Hosts on an internal network must be listed in NOTIFY_HOSTS first.',
    kept: 'Saved, and never shown again. Leave empty to keep it.', urlKept: 'Saved as {{shown}}. Paste a new URL to replace it.', recipients: 'Press Enter after each address', quiet: 'Alerts raised in these hours are held and sent as one message when they end. Nothing is lost.', optional: 'Optional',
  },
  security: { ssl: 'SSL/TLS', starttls: 'STARTTLS', none: 'None' },
  test: 'Send a test', tested: 'Delivered to “{{name}}”; check it there', failed: 'Not delivered', off: 'Disabled', quiet: 'Quiet {{from}}–{{to}}', quietNone: 'No quiet hours', last: 'Last message', never: 'Nothing sent yet', all: 'All rules', some: '{{count}} rules', some_one: '1 rule', recipients: '{{count}} recipients', recipients_one: '1 recipient',
  remove: 'Delete', removeTitle: 'Delete “{{name}}”?', removeText: 'Its URL and secret are deleted too. No more alerts are sent here, and messages being held will not be sent. The delivery log is kept.', removed: '“{{name}}” deleted',
  state: { held: 'Held: quiet hours', queued: 'Queued', sent: 'Sent', failed: 'Failed', merged: 'Merged into a digest', cancelled: 'Cancelled' }, message: { alerts: 'Alerts', digest: 'Digest', test: 'Test' },
  column: { id: 'No.', channel: 'Channel', kind: 'Type', subject: 'Message', state: 'Status', attempts: 'Attempts', created: 'Created', sent: 'Sent', error: 'Failure reason' }, delivery: 'Message #{{id}}', anyState: 'Status', anyChannel: 'Channel', digest: 'Merged into message #{{id}}', noLog: 'Nothing sent yet',
  resend: 'Send again', sendNow: 'Send now', resent: 'Queued again; the result will show here shortly',
};

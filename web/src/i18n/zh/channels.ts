export const channels = {
  chinese: '中文', english: 'English', title: '通知渠道', add: '新建渠道', tab: { channels: '渠道', log: '发送记录' }, empty: '还没有通知渠道。新建一个，告警就会发到群里或邮箱。', create: '新建', edit: '编辑', save: '保存', created: '已新建“{{name}}”，建议先发一条测试', saved: '已保存“{{name}}”',
  kind: { dingtalk: '钉钉群机器人', wecom: '企业微信群机器人', feishu: '飞书群机器人', email: '邮件', webhook: 'Webhook' },
  field: { name: '名称', nameHint: '例如：外呼运营群', kind: '类型', url: '机器人地址', webhook: '接收地址', secret: '加签密钥', webhookSecret: '签名密钥', host: 'SMTP 服务器', port: '端口', security: '加密方式', username: '用户名', password: '密码或授权码', sender: '发件人', recipients: '收件人', severities: '接收级别', rules: '接收哪些规则', allRules: '全部规则', recoveries: '恢复时也通知', language: '消息语言', quiet: '免打扰时段', from: '从', to: '到', zone: '时区', urgent: '严重告警不受免打扰限制', enabled: '启用' },
  help: {
    dingtalk: '钉钉群 → 群设置 → 机器人 → 添加“自定义”机器人。安全设置建议选“加签”并把 SEC 开头的密钥填在下面；选“自定义关键词”时填“告警”。', wecom: '企业微信群 → 右上角菜单 → 添加群机器人 → 新建，复制 Webhook 地址。', feishu: '飞书群 → 设置 → 群机器人 → 添加“自定义机器人”，复制 webhook 地址；启用“签名校验”时把密钥填在下面。',
    email: '填写发信邮箱的 SMTP 设置。QQ、163 等邮箱需要使用授权码而不是登录密码。', webhook: '告警以 JSON 发到这个地址；填写签名密钥后，请求头 X-Leadline-Signature 带有签名。内网地址需先加入 NOTIFY_HOSTS。',
    kept: '已保存，不会再显示。留空则不变。', urlKept: '已保存为 {{shown}}。要更换请粘贴新地址。', recipients: '可填多个，回车分隔', quiet: '这段时间的告警会先保留，结束时合并成一条发出，不会丢失。', optional: '可不填',
  },
  security: { ssl: 'SSL/TLS', starttls: 'STARTTLS', none: '不加密' },
  test: '发送测试', tested: '已送达“{{name}}”，请到渠道中查看', failed: '没有送达', off: '已停用', quiet: '{{from}}–{{to}} 免打扰', quietNone: '不设免打扰', last: '最近一条', never: '还没有发送过', all: '全部规则', some: '{{count}} 条规则', recipients: '{{count}} 位收件人',
  remove: '删除', removeTitle: '删除“{{name}}”？', removeText: '地址与密钥一并删除，之后的告警不再发到这里，正在保留的消息也不会发出。发送记录会保留。', removed: '已删除“{{name}}”',
  state: { held: '免打扰，等待发送', queued: '等待发送', sent: '已发送', failed: '失败', merged: '已并入汇总', cancelled: '已取消' }, message: { alerts: '告警', digest: '汇总', test: '测试' },
  column: { id: '编号', channel: '渠道', kind: '类型', subject: '内容', state: '状态', attempts: '次数', created: '产生', sent: '发出', error: '失败原因' }, delivery: '消息 #{{id}}', anyState: '状态', anyChannel: '渠道', digest: '并入消息 #{{id}}', noLog: '还没有发送记录',
  resend: '重发', sendNow: '立即发送', resent: '已交给后台发送，结果稍后显示在这里',
} as const;

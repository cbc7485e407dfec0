export const account = {
  title: '我的账号',
  profile: { title: '基本信息', username: '账号', name: '姓名', role: '角色', scope: '数据范围', employee: '员工档案', permissions: '权限', count: '{{count}} 项', noAccount: '当前用开发令牌登录，没有对应的账号：密码、会话和个人令牌不可用。' },
  password: {
    title: '修改密码', current: '当前密码', next: '新密码', rules: '至少 10 个字符，不能包含账号名，不能是常见密码', repeat: '再输入一次新密码', differs: '两次输入的新密码不一致',
    submit: '修改密码', done: '密码已修改，其他设备上的 {{count}} 个会话已结束', wrong: '当前密码不正确',
  },
  sessions: { title: '登录中的设备', device: '设备', address: 'IP', began: '登录时间', seen: '最近活动', here: '当前', end: '下线', ended: '该设备已下线', ask: '让这台设备下线？', lead: '{{device}} 上的登录将立即结束。', others: '让其他设备全部下线', askOthers: '让其他 {{count}} 台设备下线？', leadOthers: '这里的登录保留，其他登录立即结束。', endedOthers: '已让 {{count}} 台设备下线' },
  tokens: {
    title: '个人令牌', lead: '供其他系统以你的名义调用接口。权限不会超过你自己的，停用账号后一并失效。', add: '新建令牌', name: '用途', namePlaceholder: '例如：每日报表', expires: '有效期至', used: '最近使用', never: '从未使用', permissions: '权限', shown: '令牌', days: '有效期', daysCount: '{{count}} 天',
    all: '全选', none: '全不选', chosen: '已选 {{count}} / {{total}} 项', submit: '生成令牌', made: '令牌“{{name}}”已生成。请立即保存，关闭后无法再次查看：', done: '我已保存', revoke: '撤销', ask: '撤销令牌“{{name}}”？', lead2: '使用它的系统将立即无法访问，不能恢复。', revoked: '令牌“{{name}}”已撤销', empty: '还没有个人令牌',
  },
  preferences: '偏好（保存在此浏览器）',
} as const;

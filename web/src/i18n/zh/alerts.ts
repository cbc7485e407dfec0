export const alerts = {
  title: '告警中心', tab: { open: '未恢复', history: '全部记录', rules: '告警规则' }, one: '告警 #{{id}}', count: '{{count}} 条未恢复', none: '一切正常，没有未恢复的告警', noHistory: '还没有告警记录',
  severity: { info: '提示', warning: '警告', critical: '严重' }, state: { open: '未恢复', resolved: '已恢复' },
  column: { severity: '级别', title: '告警', summary: '发生了什么', source: '来源', opened: '开始', lasted: '持续', state: '状态', resolved: '恢复', seen: '最近检查', acknowledged: '确认', note: '备注' },
  filter: { severity: '级别', rule: '规则', source: '来源', acknowledged: '是否确认', yes: '已确认', no: '未确认' },
  ack: '确认', ackMany: '确认所选（{{count}}）', ackTitle: '确认 {{count}} 条告警', note: '备注（可不填）', noteHint: '例如：已联系供应商，预计 15:00 恢复', ackText: '确认表示有人在处理；告警会一直显示到恢复为止。', acked: '已确认 {{count}} 条告警', ackedBy: '{{name}} 于 {{time}} 确认', pick: '选择', pickAll: '选择本页全部', unseen: '待确认',
  go: { sync: '查看同步日历', day: '查看当天同步', reconciliation: '查看当天对账', calls: '查看这段时间的通话', jobs: '查看后台任务', schedules: '查看调度' },
  repair: { act: '核对并修复', done: '已按话单重算并修复，告警随即恢复', failed: '没有修复成功，请到任务调度查看原因' },
  deliveries: '通知记录', noDeliveries: '没有发往任何渠道（没有渠道接收这类告警）。', toChannels: '设置通知渠道',
  delivery: { held: '免打扰，等待发送', queued: '等待发送', sent: '已发送', failed: '发送失败', merged: '已并入汇总', cancelled: '已取消' },
  rule: { on: '启用“{{title}}”', threshold: '阈值', severity: '级别', save: '保存', saved: '已保存“{{title}}”，一分钟内生效', usual: '默认 {{value}}', by: '{{name}} 于 {{time}} 修改', offText: '停用后不再检查，未恢复的告警随之结束。', hint: '每分钟检查一次，同步结束后立即检查。' },
} as const;

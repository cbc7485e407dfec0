export const reconciliation = {
  title: '对账',
  source: '来源', date: '日期', verdict: '结论', ours: '{{metric}}', vendor: '外呼系统', vendorOf: '外呼系统{{metric}}', difference: '差异', differenceTip: '本系统减外呼系统。总览与每日明细里的“偏差”方向相反：外呼系统减本系统。', differenceOf: '{{metric}}差异', vendorAt: '外呼系统合计时间',
  equal: '一致', noVendor: '外呼系统还没有给出这一天的合计', onlyDiffering: '只看有差异', onlyDifferingLines: '只看有差异', shown: '{{count}} / {{total}} 天',
  allEqual: '所选日期与外呼系统全部一致', none: '所选日期没有可对账的数据',
  kind: { equal: '一致', differing: '有差异', silent: '无合计' },
  standing: { label: '对账结果', equal: '天一致', differing: '天有差异', silent: '天外呼系统未给合计' },
  day: {
    total: '当日合计', ours: '本系统', accounts: '按坐席账号', tasks: '按任务', side: '对账维度', asked: '外呼系统合计取于 {{time}}', states: '话单{{grade}}，合计{{task}}',
    linesEqual: '逐行全部一致', noLines: '外呼系统没有给出明细', unattributed: '外呼系统合计中未落到任何一行的部分：外呼 {{calls}}，接通 {{connected}}，成功单 {{orders}}',
  },
  pull: { again: '重新同步这一天', waiting: '排队中…', running: '同步中…', done: '{{day}} 已重新同步，差异已重新计算', failed: '同步失败', cancelled: '同步已取消', skipped: '同一天正在同步，未重复执行' },
} as const;

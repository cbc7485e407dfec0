export const sync = {
  title: '同步',
  none: '还没有可以同步的来源。',
  toSources: '配置数据源', import: '导入文件',
  track: { grade: '通话', task: '汇总', both: '通话 + 汇总' },
  trackHint: { grade: '逐条通话记录，统计由此而来', task: '外呼系统自己的合计，用来核对' },
  calendar: {
    title: '{{source}} 的数据日历', cell: '{{day}} · {{track}} · {{state}}', lastComplete: '最近完整 {{time}}', never: '从未完整同步', allFine: '全部完整', soFar: '已同步的日子完整', open: '{{count}} 天待补', fill: '补齐待补的日子', pushOnly: '来自文件或推送，无法主动拉取', legend: '图例',
  },
  day: {
    totals: '外呼系统的合计为 {{calls}} 通外呼', again: '重新同步这一天', calls: '查看当天通话', ours: '我方', vendor: '外呼系统', difference: '差异', noVendor: '外呼系统还没有给出这一天的合计', rows: '外呼系统 {{vendor}} 条，收到 {{received}} 条，拒收 {{refused}} 条，入库外呼 {{calls}} 通', reason: '原因', checked: '最近核对 {{time}}', compare: '与外呼系统对账', equal: '一致',
  },
  run: {
    title: '同步记录', one: '第 {{id}} 次同步', started: '开始', source: '来源', track: '轨道', type: '方式', days: '日期', state: '状态', received: '收到', fresh: '新增', updated: '更新', refused: '拒收', took: '用时', by: '发起', error: '错误', progress: '{{done}} / {{total}} 天', incomplete: '其中 {{count}} 天不完整', empty: '还没有同步记录', finished: '结束', trace: '追踪号', again: '按此范围再同步一次',
  },
  state: { running: '进行中', done: '完成', incomplete: '不完整', failed: '失败', interrupted: '中断' },
  type: { t10: 'T-10 回补', t3: 'T-3 回补', today: '今日', manual: '手动' },
  pull: {
    button: '同步', title: '从外呼系统同步', source: '来源', allSources: '全部可拉取的来源', track: '内容', start: '开始同步', busy: '正在同步…', from: '从', to: '到', days: '共 {{count}} 天，最多 366 天', waits: '关闭此窗口不影响同步。',
    done: '同步完成：收到 {{received}} 条，新增 {{fresh}} 条，更新 {{updated}} 条', progress: '进度 {{day}} / {{total}} 天', background: '在后台继续',
    only: '只同步待补的 {{count}} 天：{{days}}', begun: '已在后台开始同步，进度见下方的同步记录。', notAll: '{{count}} 个同步任务没有完成', cancelled: '同步已取消。', skipped: '同样的同步正在进行。', job: '任务 #{{id}}', again: '{{reason}} {{time}} 会自动重试。',
  },
} as const;

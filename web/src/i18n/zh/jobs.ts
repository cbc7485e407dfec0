export const jobs = {
  title: '任务调度', tab: { jobs: '后台任务', schedules: '调度' }, one: '任务 #{{id}}', progress: '{{done}} / {{total}}', cancelling: '取消中', steps: '步骤', log: '日志', noLog: '还没有日志',
  paused: '已暂停', unavailable: '未配置来源', neverRun: '尚未执行',
  state: { queued: '排队中', running: '执行中', done: '完成', failed: '失败', cancelled: '已取消', skipped: '已跳过' },
  column: { id: '编号', title: '任务', state: '状态', kind: '类型', created: '创建', started: '开始', finished: '结束', runAt: '最早执行', took: '用时', attempt: '次数', by: '发起', error: '错误', progress: '进度', trace: '追踪号', schedule: '调度', when: '执行时间', next: '下次执行', last: '上次任务', edited: '最近修改' },
  act: { cancel: '取消任务', resume: '继续', retry: '从失败处重试', restart: '从头重跑' },
  acted: { cancel: '已请求取消', resume: '已继续', retry: '已重新排队，从失败的步骤开始', restart: '已重新排队，从头开始' },
  cancelTitle: '取消这个任务？', cancelText: '已完成的步骤会保留，未完成的不再执行；之后可以继续。',
  cron: { everyMinute: '每分钟', everyHour: '每小时 {{minute}} 分', every: '每 {{minutes}} 分钟', everyBetween: '每天 {{from}}–{{to}} 点，每 {{minutes}} 分钟', hourly: '每天 {{from}}–{{to}} 点，每小时 {{minute}} 分', daily: '每天 {{times}}', weekly: '{{days}} {{times}}', other: '自定义', comma: '、' },
  schedule: { run: '立即执行', pause: '暂停', resume: '恢复', fill: '补数', edit: '修改执行时间', cron: '执行时间（分 时 日 月 周）', started: '已开始，任务 #{{id}}', resumed: '已恢复“{{title}}”', pausedNow: '已暂停“{{title}}”，暂停期间错过的不会补跑', edited: '已保存，下次执行 {{time}}' },
  fill: { from: '从', to: '到', start: '开始补数', everything: '包括已完整的日子（全部重跑）', hint: '共 {{count}} 天，只执行其中缺失或不完整的日子，每天一个任务。', hintAll: '共 {{count}} 天，每天一个任务，全部重跑。', started: '已开始补数：{{count}} 天', nothing: '所选日期都已完整，无需补数' },
} as const;

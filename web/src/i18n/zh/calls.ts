export const calls = {
  title: '通话记录',
  label: '通话记录列表',
  exactly: '共 {{calls}} 通',
  about: '约 {{calls}} 通',
  filter: {
    agent: '坐席', task: '任务', outcome: '结果', grade: '意向度', province: '省份', source: '来源',
    phone: '完整号码', phoneHint: '号码加密保存，只能按完整号码查找',
    connected: '是否接通', all: '全部通话', yes: '接通', no: '未接通',
    seconds: '时长', duration_min: '通话时长不少于（秒）', duration_max: '通话时长不超过（秒）', noGrade: '无意向度', unmapped: '未归类', unknown: '未知', hours: '{{from}} 至 {{to}}', anyTime: '取消时段',
  },
  column: {
    start: '开始时间', agent: '坐席', task: '任务', phone: '号码', outcome: '结果', grade: '意向度', duration: '通话时长', place: '地区',
    recording: '录音', cost: '费用', line: '线路', source: '来源', remark: '备注', callId: '通话 ID', customer: '客户', synced: '入库时间', end: '结束时间', raw: '外呼系统原文',
    billed: '计费分钟', company: '公司', notes: '说明', hangup: '挂断原因',
  },
  derived: '（由开始时间与时长推算）',
  notAgent: '无坐席',
  sortLimit: '按时长排序时，时间范围最多 31 天；已改为按时间排序。',
  drawer: '通话详情',
  byAgent: '此坐席的通话',
  byTask: '此任务的通话',
  reveal: {
    button: '查看号码', title: '查看完整号码', reason: '查看原因（记入审计）', placeholder: '例如：客户要求回拨', confirm: '查看',
    hides: '{{seconds}} 秒后重新遮盖', short: '请至少填写 2 个字', audited: '每次查看都会记入审计，并计入当日额度。',
  },
  recording: { title: '录音', failed: '录音无法播放：可能已过期，或录音服务器暂时连不上。', none: '没有录音' },
  export: {
    title: '导出通话记录', lead: '按当前筛选与排序导出：{{what}}。', format: '格式', unmasked: '导出完整号码（记入审计）', start: '开始导出', busy: '正在导出…',
    rows: '已写入 {{rows}} / {{total}} 通', bytes: '已接收 {{bytes}}', done: '已导出 {{name}}（{{bytes}}）', cut: '导出中断，文件不完整，未保存。', stop: '停止', stopped: '已停止导出',
    later: '在后台生成（适合大量数据）', laterHint: '任务会写好文件，完成后自动下载；也可以离开此页，之后在这里取回。', background: '在后台继续', queued: '排队中…', fetched: '已下载 {{name}}', fetch: '下载', recent: '可取回的导出文件',
  },
} as const;

export const people = {
  title: '团队与员工',
  label: '员工列表',
  add: '新建员工',
  search: '搜索工号、姓名、职位、邮箱',
  anyStatus: '全部状态',
  status: { active: '在职', leave: '休假', left: '离职' },
  column: { no: '工号', name: '姓名', team: '团队', position: '职位', agents: '坐席账号', user: '登录账号', status: '状态', joined: '入职', email: '邮箱', phone: '手机号', left: '离职日期', changed: '最近修改' },
  empty: '还没有员工',
  noTeam: '未分配团队',
  teams: {
    title: '团队', all: '全部员工', empty: '还没有团队', add: '新建团队', below: '新建下级团队', rename: '改名', move: '移动', remove: '删除', name: '团队名称', parent: '上级团队', top: '（顶层）', tree: '团队树', open: '展开 {{name}}', fold: '收起 {{name}}', count: '{{own}} 人，含下级 {{all}} 人',
    keys: '↑↓ 选择 · ←→ 收起展开 · N 新建 · F2 改名 · M 移动 · Del 删除', created: '已新建团队“{{name}}”', renamed: '已改名为“{{name}}”', moved: '“{{name}}”已移动', moveHint: '下级团队一起移动，数据范围立即随之变化。', removeAsk: '删除团队“{{name}}”？', removeLead: '只有没有员工和下级团队的团队可以删除。删除后不能恢复。', removed: '团队“{{name}}”已删除',
  },
  tab: { facts: '资料', agents: '坐席账号', kpis: '业绩' },
  form: { title: '新建员工', edit: '编辑资料', noHint: '不填则自动编号', created: '员工 {{no}} {{name}} 已创建', saved: '{{name}} 的资料已保存', phoneKeep: '留空则不修改' },
  state: { title: '在职状态', change: '变更状态', on: '最后工作日', leftLead: '离职后：坐席账号绑定到最后一天为止，登录账号立即停用。', done: '{{name}} 已变更为{{status}}' },
  reveal: { button: '查看完整号码', reason: '用途', placeholder: '例如：联系本人核实排班', note: '查看会记入审计日志，并计入当日次数。', hides: '{{seconds}} 秒后隐藏', confirm: '查看' },
  agents: {
    none: '还没有绑定坐席账号，通话不会计入此员工', source: '来源', id: '坐席账号', from: '从', to: '到', open: '不限', current: '当前', past: '已结束', later: '未开始', add: '绑定坐席账号', suggestions: '未绑定的坐席（最近 30 天有通话）', pick: '选择或输入坐席账号', any: '任意来源', done: '已绑定 {{agent}}', days: '修改日期', saved: '绑定日期已修改',
    remove: '删除绑定', removeAsk: '删除坐席 {{agent}} 的绑定？', removeLead: '仅用于绑错的情况：这些天的通话将不再计入此员工。已结束的绑定请改为填写结束日期。', removed: '已删除 {{agent}} 的绑定',
  },
  kpis: { day: '日期', none: '此期间没有通话', note: '按此员工每天持有的坐席账号统计' },
} as const;

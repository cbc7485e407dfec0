export const views = {
  button: '视图', none: '还没有保存的视图', saveTitle: '保存当前筛选', name: '名称', shared: '共享给同事', save: '保存', saved: '已保存视图“{{name}}”',
  update: '用当前筛选覆盖', updateAsk: '覆盖视图“{{name}}”？', updateLead: '它原来的筛选会被当前筛选代替。', updateSharedLead: '它原来的筛选会被当前筛选代替，对共享的同事同样生效。', overwrite: '覆盖',
  remove: '删除', removeAsk: '删除视图“{{name}}”？', removeLead: '删除后不能恢复。', removeSharedLead: '同事那里的这个共享视图也会一起消失。', removed: '已删除视图“{{name}}”', by: '{{owner}} 共享', isDefault: '默认', nameNeeded: '请填写名称',
} as const;

export const views = {
  button: '视图', none: '还没有保存的视图', saveTitle: '保存当前筛选', name: '名称', shared: '共享给同事', save: '保存', saved: '已保存视图“{{name}}”',
  update: '用当前筛选覆盖', remove: '删除', removed: '已删除视图“{{name}}”', by: '{{owner}} 共享', isDefault: '默认', nameNeeded: '请填写名称',
} as const;

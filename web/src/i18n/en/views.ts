import type { Like } from '../like';
import type { views as zh } from '../zh/views';

export const views: Like<typeof zh> = {
  button: 'Views', none: 'No saved views yet', saveTitle: 'Save current filters', name: 'Name', shared: 'Share with colleagues', save: 'Save', saved: 'View “{{name}}” saved',
  update: 'Overwrite with current filters', updateAsk: 'Overwrite the view “{{name}}”?', updateLead: 'Its filters are replaced by the current ones.', updateSharedLead: 'Its filters are replaced by the current ones, also for the colleagues it is shared with.', overwrite: 'Overwrite',
  remove: 'Delete', removeAsk: 'Delete the view “{{name}}”?', removeLead: 'This cannot be undone.', removeSharedLead: 'It is shared, and disappears for your colleagues too.', removed: 'View “{{name}}” deleted', by: 'shared by {{owner}}', isDefault: 'default', nameNeeded: 'Enter a name',
};

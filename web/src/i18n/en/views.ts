import type { Like } from '../like';
import type { views as zh } from '../zh/views';

export const views: Like<typeof zh> = {
  button: 'Views', none: 'No saved views yet', saveTitle: 'Save the filters', name: 'Name', shared: 'Share with colleagues', save: 'Save', saved: 'Saved the view “{{name}}”',
  update: 'Overwrite with the filters now', updateAsk: 'Overwrite the view “{{name}}”?', updateLead: 'The filters now take the place of its own.', updateSharedLead: 'The filters now take the place of its own, for the colleagues too who share it.', overwrite: 'Overwrite',
  remove: 'Delete', removeAsk: 'Delete the view “{{name}}”?', removeLead: 'It cannot be brought back.', removeSharedLead: 'It is shared: colleagues lose it too.', removed: 'Deleted the view “{{name}}”', by: 'shared by {{owner}}', isDefault: 'default', nameNeeded: 'Give it a name',
};

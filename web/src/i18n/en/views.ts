import type { Like } from '../like';
import type { views as zh } from '../zh/views';

export const views: Like<typeof zh> = {
  button: 'Views', none: 'No saved views yet', saveTitle: 'Save the filters', name: 'Name', shared: 'Share with colleagues', save: 'Save', saved: 'Saved the view “{{name}}”',
  update: 'Overwrite with the filters now', remove: 'Delete', removed: 'Deleted the view “{{name}}”', by: 'shared by {{owner}}', isDefault: 'default', nameNeeded: 'Give it a name',
};

import AntdIcon from '@ant-design/icons/es/components/AntdIconLight';
import type { ComponentProps } from 'react';

/**
 * Stands in for what all icons are drawn by (`vite.config.ts`), which tells each by its English name. One that is given a name
 * is heard by that; the others stand beside words, and are not.
 */
export default function Icon(props: ComponentProps<typeof AntdIcon>) {
  return <AntdIcon {...(props['aria-label'] ? {} : { 'aria-hidden': true, 'aria-label': undefined })} {...props} />;
}

/**
 * The one table of pages: the menu, the breadcrumb, the guard, the palette and the `g x` shortcuts are made of it.
 * A page is shown to those who hold its permission. Its name is `shell:page.<key>`.
 */
import {
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  BellOutlined,
  CalendarOutlined,
  CloudSyncOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  DiffOutlined,
  FundProjectionScreenOutlined,
  ImportOutlined,
  LineChartOutlined,
  ProfileOutlined,
  IdcardOutlined,
  PhoneOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
  TagsOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { zh } from '@/i18n/zh';
import type { FileRoutesByTo } from '../routeTree.gen';

export const GROUPS = ['home', 'calls', 'leads', 'work', 'system'] as const;
export type Group = (typeof GROUPS)[number];

export interface Page {
  path: keyof FileRoutesByTo;
  key: keyof (typeof zh)['shell']['page'];
  group: Group;
  icon: ReactNode;
  permission?: string;
  /** `g` and this key lead here. */
  go?: string;
}

export const PAGES: readonly Page[] = [
  { path: '/', key: 'overview', group: 'home', icon: <DashboardOutlined />, permission: 'stats:read', go: 'h' },
  { path: '/calls/overview', key: 'callsOverview', group: 'calls', icon: <LineChartOutlined />, permission: 'stats:read', go: 'o' },
  { path: '/daily', key: 'daily', group: 'calls', icon: <CalendarOutlined />, permission: 'stats:read', go: 'd' },
  { path: '/agents', key: 'agents', group: 'calls', icon: <CustomerServiceOutlined />, permission: 'stats:read', go: 'a' },
  { path: '/tasks', key: 'tasks', group: 'calls', icon: <ProfileOutlined />, permission: 'stats:read', go: 't' },
  { path: '/tv', key: 'tv', group: 'calls', icon: <FundProjectionScreenOutlined />, permission: 'stats:read', go: 'w' },
  { path: '/grades', key: 'grades', group: 'calls', icon: <TagsOutlined />, permission: 'stats:read', go: 'i' },
  { path: '/calls', key: 'calls', group: 'calls', icon: <PhoneOutlined />, permission: 'call:read', go: 'c' },
  { path: '/sync', key: 'sync', group: 'calls', icon: <CloudSyncOutlined />, permission: 'stats:read', go: 's' },
  { path: '/import', key: 'imports', group: 'calls', icon: <ImportOutlined />, permission: 'call:import', go: 'm' },
  { path: '/reconciliation', key: 'reconciliation', group: 'calls', icon: <DiffOutlined />, permission: 'stats:read', go: 'r' },
  { path: '/alerts', key: 'alerts', group: 'system', icon: <AlertOutlined />, permission: 'alert:read', go: 'l' },
  { path: '/jobs', key: 'jobs', group: 'system', icon: <ScheduleOutlined />, permission: 'job:read', go: 'j' },
  { path: '/system/sources', key: 'sources', group: 'system', icon: <ApiOutlined />, permission: 'settings:read' },
  { path: '/system/channels', key: 'channels', group: 'system', icon: <BellOutlined />, permission: 'channel:manage' },
  { path: '/system/audit', key: 'audit', group: 'system', icon: <AuditOutlined />, permission: 'audit:read' },
  { path: '/system/settings', key: 'settings', group: 'system', icon: <SettingOutlined />, permission: 'settings:read' },
  { path: '/system/users', key: 'users', group: 'system', icon: <UserOutlined />, permission: 'user:read', go: 'u' },
  { path: '/system/people', key: 'people', group: 'system', icon: <TeamOutlined />, permission: 'employee:read', go: 'p' },
  { path: '/system/roles', key: 'roles', group: 'system', icon: <SafetyCertificateOutlined />, permission: 'role:read' },
  { path: '/account', key: 'account', group: 'system', icon: <IdcardOutlined /> },
];

/** The page at an address; below a page's path its own. */
export function pageAt(pathname: string): Page | undefined {
  const here = pathname.replace(/\/+$/, '') || '/';
  const fits = (page: Page) => here === page.path || (page.path !== '/' && here.startsWith(`${page.path}/`));
  return PAGES.filter(fits).sort((a, b) => b.path.length - a.path.length)[0];
}

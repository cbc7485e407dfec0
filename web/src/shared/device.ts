/** A browser and its system, out of the `User-Agent` that it sent. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, 'WeChat'], [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'], [/OPR\/(\d+)/, 'Opera'], [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)/, 'Chrome'], [/Version\/(\d+).*Safari/, 'Safari'], [/curl\/(\d+)/, 'curl'], [/python-httpx\/(\d+)/, 'httpx'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux|X11/, 'Linux'],
];

export function deviceOf(agent: string): string {
  const browser = BROWSERS.map(([pattern, name]) => ({ name, found: pattern.exec(agent) })).find(({ found }) => found);
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  return [browser ? `${browser.name} ${browser.found?.[1] ?? ''}`.trim() : '', system].filter(Boolean).join(' · ');
}

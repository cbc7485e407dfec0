/**
 * What Lighthouse says of one page, as JSON: node tools/lighthouse.mjs PORT ADDRESS desktop|mobile
 * A Chromium that is signed in listens on PORT (bench/lighthouse.py starts it); its session is kept.
 */
import lighthouse, { desktopConfig } from 'lighthouse';

const [port, address, form] = process.argv.slice(2);
const flags = { port: Number(port), output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility'], disableStorageReset: true };
const { lhr } = await lighthouse(address, flags, form === 'desktop' ? desktopConfig : undefined);
const score = (name) => Math.round((lhr.categories[name]?.score ?? 0) * 100);
const wrong = lhr.categories.accessibility.auditRefs.map(({ id }) => lhr.audits[id]).filter((audit) => audit.score !== null && audit.score < 1 && audit.scoreDisplayMode !== 'notApplicable');
console.log(JSON.stringify({
  performance: score('performance'),
  accessibility: score('accessibility'),
  shift: lhr.audits['cumulative-layout-shift']?.numericValue,
  blocked: lhr.audits['total-blocking-time']?.numericValue,
  painted: lhr.audits['largest-contentful-paint']?.numericValue,
  wrong: wrong.map((audit) => ({ audit: audit.id, at: (audit.details?.items ?? []).slice(0, 5).map((item) => item.node?.snippet ?? '') })),
}));

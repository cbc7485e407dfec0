// Puts the built page into the package, every text file also compressed: `leadline serve` hands them out as they are.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const from = new URL('../dist', import.meta.url).pathname;
const to = new URL('../../src/leadline/web', import.meta.url).pathname;
const TEXT = /\.(js|css|html|svg|json|txt|webmanifest)$/;
const SMALLEST = 800;

await rm(to, { recursive: true, force: true });
await mkdir(to, { recursive: true });
await cp(from, to, { recursive: true });
for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !TEXT.test(entry.name) || entry.name === 'index.html') continue;
  const path = join(entry.parentPath, entry.name);
  const plain = await readFile(path);
  if (plain.length < SMALLEST) continue;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(plain, brotli));
  await writeFile(`${path}.gz`, await promisify(gzip)(plain, { level: 9 }));
}

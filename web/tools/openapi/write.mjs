// openapi.json → the client's types: node write.mjs DOCUMENT -o FILE
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const [source, , target] = process.argv.slice(2);
const document = JSON.parse(await readFile(source, 'utf8'));
// descriptions are the documentation's business, not the types'
const quiet = (node) =>
  Array.isArray(node)
    ? node.map(quiet)
    : node && typeof node === 'object'
      ? Object.fromEntries(Object.entries(node).filter(([key, value]) => !(typeof value === 'string' && ['description', 'summary', 'title'].includes(key))).map(([key, value]) => [key, quiet(value)]))
      : node;
const types = astToString(await openapiTS(quiet(document), { alphabetize: true, excludeDeprecated: false }));
await writeFile(target, `// Written by \`make openapi\` from the API's OpenAPI document. Do not edit.\n${types}`);

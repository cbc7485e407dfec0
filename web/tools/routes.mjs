// Writes src/routeTree.gen.ts from the files in src/routes, as the build does: the type check needs it before a build.
import { Generator, getConfig } from '@tanstack/router-generator';
import { routing } from '../routing.config.mjs';

const root = new URL('..', import.meta.url).pathname;
await new Generator({ config: getConfig(routing, root), root }).run();

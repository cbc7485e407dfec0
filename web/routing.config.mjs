/** Where the routes are: for the build (vite.config.ts) and for tools/routes.mjs. */
export const routing = {
  target: 'react',
  autoCodeSplitting: true,
  routesDirectory: './src/routes',
  generatedRouteTree: './src/routeTree.gen.ts',
  quoteStyle: 'single',
  semicolons: true,
};

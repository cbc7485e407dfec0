import { setupServer } from 'msw/node';

/** The API of the tests: `server.use(http.get('*\/api/…', …))`. */
export const server = setupServer();

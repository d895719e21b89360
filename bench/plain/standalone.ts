/** Apollo Server as its documentation starts it: `startStandaloneServer`, default plugins. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { openPeople } from './people.js';
import { resolvers, typeDefs } from './schema.js';
import type { PlainContext } from './schema.js';
import { adviserHeader, readSettings } from './settings.js';

const { databaseUrl, connections, port } = readSettings();
const people = openPeople(databaseUrl, connections);
const server = new ApolloServer<PlainContext>({ typeDefs, resolvers });
await startStandaloneServer(server, {
  context: async ({ req }) => ({ people, adviser: String(req.headers[adviserHeader]) }),
  listen: { port, host: '127.0.0.1' },
});

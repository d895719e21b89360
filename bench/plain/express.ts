/** Apollo Server behind Express 5, as its documentation shows it, without CORS. */
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { openPeople } from './people.js';
import { resolvers, typeDefs } from './schema.js';
import type { PlainContext } from './schema.js';
import { adviserHeader, readSettings } from './settings.js';

const { databaseUrl, connections, port } = readSettings();
const people = openPeople(databaseUrl, connections);
const server = new ApolloServer<PlainContext>({ typeDefs, resolvers });
await server.start();
const app = express();
app.use(
  '/graphql',
  express.json(),
  expressMiddleware(server, { context: async ({ req }) => ({ people, adviser: String(req.get(adviserHeader)) }) }),
);
app.listen(port, '127.0.0.1');

/**
 * The one place that loads graphql-shield and graphql-middleware, both as CommonJS: shield's ES build imports names that
 * Node 23 and later no longer export, and the two must stand in one module system to see one graphql.
 */
import { createRequire } from 'node:module';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';

const load = createRequire(import.meta.url);

export const { allow, deny, rule, shield } = load('graphql-shield') as typeof Shield;
export const { applyMiddleware } = load('graphql-middleware') as typeof Middleware;

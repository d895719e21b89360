/** Mutants in the arguments of an `invariant` are not counted: what it guards against does not happen, so that no test can meet it. */

/** @typedef {{ type: string, node: { callee?: { type: string, name?: string } } }} NodePath */

const ignorer = {
  /** @param {NodePath} path @returns {string | undefined} why it is passed over */
  shouldIgnore({ type, node }) {
    const isInvariant = type === 'CallExpression' && node.callee?.name === 'invariant';
    return isInvariant ? 'what an invariant guards against does not happen' : undefined;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'invariants', value: ignorer }];

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRooms, importsOf, serverGraph } from '../src/check-rooms.ts';

test('every import of the house is declared and allowed', () => {
  const { problems, files } = checkRooms();
  assert.deepEqual(problems, []);
  assert.ok(files > 20);
});

test('static, re-exported and dynamic imports are all seen', () => {
  const text = `import a from 'a'; import type { B } from 'b'; export { c } from 'c'; const d = await import('d');`;
  assert.deepEqual(importsOf('x.ts', text), ['a', 'b', 'c', 'd']);
});

test('a package deep in the server’s graph is found', () => {
  const graph = serverGraph({
    packages: {
      'apps/server': { dependencies: { outer: '1.0.0' } },
      'node_modules/outer': { dependencies: { '@hpke/core': '1.0.0' } },
      'node_modules/outer/node_modules/@hpke/core': {},
    },
  });
  assert.ok(graph.has('@hpke/core'));
});

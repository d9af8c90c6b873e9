import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedError, ERRORS, problem, type ErrorCode, type ErrorDefinition } from '../src/index.ts';

const ALL = Object.entries(ERRORS) as [ErrorCode, ErrorDefinition][];

test('[PROTO-16] a problem carries type, title, status, code and only listed members', () => {
  assert.deepEqual(problem('version-conflict', { record: 'x', current: 2 }), {
    type: 'urn:smseal:error:version-conflict',
    title: ERRORS['version-conflict'].sentence,
    status: 409,
    code: 'version-conflict',
    record: 'x',
    current: 2,
  });
});

test('[PROTO-17] every code is kebab-case with a refusing status and a whole sentence', () => {
  for (const [code, { status, sentence }] of ALL) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(status >= 400 && status < 600, code);
    assert.match(sentence, /^[A-Z].*[.]$/, code);
    assert.ok(sentence.length <= 160, code);
  }
});

test('[PROTO-16] a coded error carries its code and its sentence', () => {
  const error = new CodedError('lease-lost', {});
  assert.equal(error.code, 'lease-lost');
  assert.equal(error.message, ERRORS['lease-lost'].sentence);
});

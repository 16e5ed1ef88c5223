// The documents are valid, as two tools of others see them: redocly lint with every rule it recommends, and
// readme's parser, which follows each reference.
// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import assert from 'node:assert/strict';
import { compileErrors, validate } from '@readme/openapi-parser';
import { withServer } from './server.mjs';

mkdirSync('documents', { recursive: true });
await withServer({}, async url => {
  const answer = await fetch(url + '/openapi.json');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('Content-Type'), 'application/json');
  writeFileSync('documents/projects.json', await answer.text());
});
// One with a column of every type, rules of every kind and a bearer token.
execFileSync(process.env.CRUDITE_TEST_HTTP, ['the documents for other tools'], {
  env: { ...process.env, CRUDITE_DOCUMENTS: 'documents' }, stdio: 'ignore',
});

const documents = readdirSync('documents').sort().map(name => 'documents/' + name);
assert.deepEqual(documents, ['documents/devices.json', 'documents/projects.json']);
for (const document of documents) {
  const result = await validate(document);
  assert.ok(result.valid, result.valid ? '' : compileErrors(result));
  execFileSync('node_modules/.bin/redocly', ['lint', '--config', 'redocly.yaml', document], {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }, stdio: 'inherit',
  });
  console.log(document + ': valid');
}

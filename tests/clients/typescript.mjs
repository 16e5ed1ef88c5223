// Types out of the document, a program that uses them, compiled strictly and run.
// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { withServer } from './server.mjs';

await withServer({}, async url => {
  writeFileSync('projects.json', await (await fetch(url + '/openapi.json')).text());
  const run = (program, ...options) =>
    execFileSync(program, options, { env: { ...process.env, CRUDITE_URL: url }, stdio: 'inherit' });
  run('node_modules/.bin/openapi-typescript', 'projects.json', '-o', 'projects.ts');
  run('node_modules/.bin/tsc');
  run(process.execPath, 'compiled/workflow.js');
});

// The projects server for one test: on a free port, with a database that goes with it.
// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/// Starts the server that the environment names; `swagger` is a folder of Swagger UI, or empty for our own page.
export async function startServer({ swagger = '' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'crudite-clients-'));
  const child = spawn(process.env.CRUDITE_PROJECTS, ['--port', '0', '--database', join(folder, 'projects.db')], {
    cwd: folder,
    env: { ...process.env, CRUDITE_SWAGGER_UI: swagger, DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', part => {
      text += part;
      const found = /http:\/\/[\w.:]+/.exec(text);
      if (found) resolve(found[0]);
    });
    child.on('error', reject);
    child.on('exit', status => reject(new Error(`the server ended with ${status}: ${text}`)));
  });
  return {
    url,
    async stop() {
      const gone = new Promise(resolve => child.once('close', resolve));
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/// Runs a test with a server, and ends it whatever happens.
export async function withServer(options, test) {
  const server = await startServer(options);
  try {
    await test(server.url);
  } finally {
    await server.stop();
  }
}

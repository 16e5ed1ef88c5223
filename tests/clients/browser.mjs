// The page of docs in a browser: our own, with and without JavaScript, and Swagger UI. Screenshots are left beside.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { withServer } from './server.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/// A page in a browser of its own; fails on what the console complains of, and on requests that leave the origin.
async function withPage(url, { levels = ['error', 'warning'], ...options }, test) {
  const profile = await mkdtemp(join(tmpdir(), 'crudite-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CRUDITE_CHROMIUM, headless: true, args: flags, reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 }, ...options,
  });
  const complaints = [];
  context.on('request', r => {
    if (!r.url().startsWith(url + '/') && !r.url().startsWith('data:')) complaints.push('request: ' + r.url());
  });
  const page = context.pages()[0] ?? await context.newPage();
  page.on('console', m => levels.includes(m.type()) && complaints.push(m.type() + ': ' + m.text()));
  page.on('pageerror', e => complaints.push('error: ' + e.message));
  try {
    await page.goto(url + '/docs', { waitUntil: 'load' });
    await test(page, complaints);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

const verdict = async (page, id) => {
  await page.locator(`#${id} button[type=submit]`).click();
  return page.locator(`#${id} .outcome b`).innerText();
};

await withServer({}, async url => {
  await withPage(url, { colorScheme: 'light' }, async page => {
    await page.screenshot({ path: 'docs-light.png' });
    // As it is filled in already: the examples work.
    assert.equal(await verdict(page, 'create_projects'), '201 Created');
    const made = JSON.parse(await page.locator('#create_projects .answer').innerText());
    assert.equal(made.name, 'Example name');
    assert.match(await page.locator('#create_projects .curl').textContent(), /^curl -i -X POST 'http/);
    assert.match(await page.locator('#create_projects .heads').textContent(), /^location: \/projects\/1$/m);
    await page.locator('#list_projects [name=q]').fill('EXAMPLE');
    await page.locator('#list_projects details').first().evaluate(filters => { filters.open = true; });
    await page.locator('#list_projects [name="name[ne]"]').fill("it's & more?");
    assert.equal(await verdict(page, 'list_projects'), '200 OK');
    assert.equal(JSON.parse(await page.locator('#list_projects .answer').innerText()).total, 1);
    await page.locator('#list_projects').screenshot({ path: 'docs-list.png' });
    assert.equal(await verdict(page, 'update_projects'), '200 OK');
    assert.equal(await verdict(page, 'replace_projects'), '200 OK');
    assert.equal(await verdict(page, 'find_projects'), '200 OK');
    assert.equal(await verdict(page, 'remove_projects'), '204 No Content');
  });
  await withPage(url, { colorScheme: 'dark' }, async (page, complaints) => {
    await page.locator('#create_projects textarea').fill('{"name": "N"}');
    assert.equal(await verdict(page, 'create_projects'), '422 Unprocessable Entity');
    assert.match(await page.locator('#create_projects .answer').innerText(), /2 to 120 are allowed/);
    await page.screenshot({ path: 'docs-dark.png' });
    // The browser itself tells of the status in its console.
    assert.match(complaints.splice(0).join('\n'), /^error: Failed to load resource: .* 422 \([\w ]+\)$/);
  });
  await withPage(url, { viewport: { width: 390, height: 844 } }, async page => {
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= shown, `a narrow page is ${wide} wide, of ${shown}`);
    await page.screenshot({ path: 'docs-narrow.png' });
  });
  await withPage(url, { javaScriptEnabled: false }, async page => {
    const text = await page.locator('main').innerText();
    for (const part of ['/projects/{id}', 'If-None-Match', 'int64, 1 to 100', '"name": "Example name"', 'projects_page'])
      assert.ok(text.includes(part), 'without JavaScript there is no ' + part);
    assert.equal(await page.locator('button:visible, input:visible, textarea:visible').count(), 0);
    await page.screenshot({ path: 'docs-plain.png' });
  });
});

await withServer({ swagger: join(process.cwd(), 'node_modules/swagger-ui-dist') }, async url => {
  // It warns of formats that it has no widget for.
  await withPage(url, { levels: ['error'] }, async page => {
    await page.locator('.opblock').first().waitFor();
    assert.equal(await page.locator('.opblock').count(), 9);
    const list = page.locator('#operations-projects-list_projects');
    await list.locator('.opblock-summary-control').first().click();
    await list.locator('.try-out__btn').click();
    await list.locator('.execute').click();
    const status = list.locator('.live-responses-table .response-col_status').last();
    await status.waitFor();
    assert.match(await status.innerText(), /^200/);
    assert.match(await list.locator('.live-responses-table .microlight').first().innerText(), /"total": 0/);
    await page.screenshot({ path: 'swagger.png' });
  });
});
console.log('all as it should be');

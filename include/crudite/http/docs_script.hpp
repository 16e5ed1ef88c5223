// The script of the page of docs: sends what the forms say, and shows what comes back. Text as it is served:
// its digest is in the page's Content-Security-Policy. It puts text into the page as text only, never as
// HTML.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace crudite::http::detail {

inline constexpr std::string_view docs_script = R"js(
'use strict';
document.documentElement.classList.add('live');

const { docs, server } = document.body.dataset;
const here = location.pathname.endsWith(docs) ? location.pathname.slice(0, -docs.length) : '';
const base = new URL(server || here || '/', location.href).href.replace(/\/$/, '');

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

// JSON one member below the other, coloured. Not parsed: large numbers stay what they are.
function pretty(json) {
  const into = document.createDocumentFragment();
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+/g) ?? [];
  let depth = 0;
  const line = () => into.append('\n' + '  '.repeat(depth));
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const opens = token === '{' || token === '[', closes = token === '}' || token === ']';
    if (closes) depth--;
    if (i > 0 && (before === ',' || (/[{\[]/.test(before) && before.length === 1 && !closes) ||
        (closes && !(before.length === 1 && /[{\[]/.test(before))))) line();
    if (opens) depth++;
    if (token === ':') into.append(': ');
    else if (/^[{}\[\],]$/.test(token)) into.append(token);
    else if (token[0] === '"') into.append(element('span', tokens[i + 1] === ':' ? 'key' : 'string', token));
    else into.append(element('span', /^[-\d]/.test(token) ? 'number' : 'word', token));
  });
  return into;
}

// What a form says: a method, an address, headers, a body.
function requestOf(form) {
  const { method, path, scheme } = form.dataset;
  let address = path;
  const query = [], headers = {};
  let body;
  for (const field of form.elements) {
    const { in: place } = field.dataset;
    if (place === 'body') body = field.value;
    if (place === 'type') headers['Content-Type'] = field.value;
    if (!field.name || field.value === '') continue;
    if (place === 'path') address = address.replace('{' + field.name + '}', encodeURIComponent(field.value));
    if (place === 'query') query.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
    if (place === 'header') headers[field.name] = field.value;
  }
  const token = scheme && document.querySelector('input[data-scheme="' + CSS.escape(scheme) + '"]');
  if (token && token.value) authorise(headers, query, JSON.parse(token.dataset.object || '{}'), token.value);
  return { method, url: base + address + (query.length ? '?' + query.join('&') : ''), headers, body };
}

// A secret where its security scheme wants it.
function authorise(headers, query, kind, secret) {
  if (kind.type === 'apiKey' && kind.in === 'query') query.push(encodeURIComponent(kind.name) + '=' + encodeURIComponent(secret));
  else if (kind.type === 'apiKey' && kind.in === 'header') headers[kind.name] = secret;
  else if (kind.type === 'http' && kind.scheme === 'basic') headers.Authorization = 'Basic ' + btoa(secret);
  else headers.Authorization = 'Bearer ' + secret;
}

const quoted = text => "'" + text.replace(/'/g, "'\\''") + "'";

function curlOf(r) {
  const parts = ['curl -i' + (r.method === 'GET' ? '' : ' -X ' + r.method) + ' ' + quoted(r.url)];
  for (const [name, value] of Object.entries(r.headers)) parts.push('-H ' + quoted(name + ': ' + value));
  if (r.body !== undefined) parts.push('--data-binary ' + quoted(r.body));
  return parts.join(' \\\n  ');
}

function show(form, r, answer, text, took) {
  const into = form.querySelector('.outcome');
  into.hidden = false;
  into.className = 'outcome ' + (answer && answer.ok ? 'good' : 'poor');
  const verdict = element('p', 'verdict');
  verdict.append(element('b', '', answer ? answer.status + (answer.statusText ? ' ' + answer.statusText : '') : 'No answer'));
  if (answer) {
    verdict.append(element('span', '', took.toFixed(0) + ' ms'));
    verdict.append(element('span', '', new Blob([text]).size.toLocaleString() + ' bytes'));
  }
  const parts = [verdict];
  if (text) {
    const body = element('pre', 'answer');
    const isJson = !answer || /json/.test(answer.headers.get('Content-Type') ?? '');
    body.append(answer && isJson ? pretty(text) : text);
    parts.push(body);
  }
  if (answer) parts.push(folded('Headers', element('pre', 'heads', [...answer.headers].map(([n, v]) => n + ': ' + v).join('\n'))));
  parts.push(folded('curl', element('pre', 'curl', curlOf(r))));
  into.replaceChildren(...parts);
}

function folded(title, content) {
  const made = element('details');
  made.append(element('summary', '', title), content);
  return made;
}

async function send(form) {
  const r = requestOf(form);
  const button = form.querySelector('button[type=submit]');
  button.disabled = true;
  const started = performance.now();
  try {
    const answer = await fetch(r.url, { method: r.method, headers: r.headers, body: r.body, cache: 'no-store' });
    const text = await answer.text();
    show(form, r, answer, text, performance.now() - started);
  } catch (failed) {
    show(form, r, null, String(failed));
  } finally {
    button.disabled = false;
  }
}

async function copy(form, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(curlOf(requestOf(form)));
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not allowed here';
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

for (const form of document.forms) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(form);
  });
  form.querySelector('.copy').addEventListener('click', event => copy(form, event.target));
}
)js";

/// Its SHA-256, which the page's Content-Security-Policy names: see tests/tools/digests.pl.
inline constexpr std::string_view docs_script_digest = "Mxll/n5hvzQG3gdlJNbGpirf2AdmBHOxTPSEjATfYIA=";

} // namespace crudite::http::detail

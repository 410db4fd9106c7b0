#!/usr/bin/env node
// Starts the command line on Node 24 or newer, from the sources in a checkout and from dist/ in an installed package.
// This file alone must be readable by old versions of Node: it finds a newer one (the `node` npm package) or says what is missing.
import { spawn } from 'node:child_process';
import { existsSync, fstatSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const oldest = 24;
const source = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const built = fileURLToPath(new URL('../dist/main.js', import.meta.url));

const recent = Number.parseInt(process.versions.node, 10) >= oldest;
const node = recent ? process.execPath : installedNode();
// A checkout has src/, a published package does not: what runs is always what one sees.
const args = existsSync(source) ? ['-C', 'virglass-source', source] : [built];

const here = recent && (args.length === 1 || process.execArgv.includes('virglass-source'));
const handed = here ? null : handedDescriptor();

if (node === null) {
  process.stderr.write(
    `virglass: needs Node ${oldest} or newer, this is ${process.versions.node}: npm install node@${oldest}, or https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else if (here) {
  await import(args[args.length - 1]);
} else if (recent && handed === null && typeof process.execve === 'function') {
  process.execve(node, [node, ...args, ...process.argv.slice(2)], process.env);
} else {
  const child = spawn(node, [...args, ...process.argv.slice(2), ...(handed === null ? [] : ['--fd', '3'])], {
    stdio: ['inherit', 'inherit', 'inherit', ...(handed === null ? [] : [handed])],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`virglass: cannot start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

/** The `node` npm package's program, or null where it is not installed. */
function installedNode() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    return null;
  }
}

/**
 * The descriptor of `--fd`, taken out of the arguments; null without one. Node closes low descriptors when it becomes another program, so
 * this one has to be handed on by number.
 */
function handedDescriptor() {
  const at = process.argv.findIndex((word) => /^--fd(=|$)/.test(word));
  if (at < 0) return null;
  const both = process.argv[at] === '--fd';
  const fd = Number(both ? process.argv[at + 1] : process.argv[at].slice('--fd='.length));
  if (!Number.isInteger(fd) || fd < 3 || !isOpen(fd)) return null;
  process.argv.splice(at, both ? 2 : 1);
  return fd;
}

function isOpen(fd) {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

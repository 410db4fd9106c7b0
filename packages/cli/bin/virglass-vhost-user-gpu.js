#!/usr/bin/env node
// The vhost-user back end as a program of its own, as management programs want one: they know no subcommands.
process.argv.splice(2, 0, 'vhost-user');
await import('./virglass.js');

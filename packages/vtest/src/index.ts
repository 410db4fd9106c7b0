export { defaultMaxClients, defaultQuota, maxInlineBytes, maxSubmitBytes } from './limits.ts';
export { createVtestServer, type VtestServer, type VtestServerOptions, type VtestServerStats } from './server.ts';

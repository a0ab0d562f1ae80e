import { defineConfig } from 'wxt';
import { HOST_PATTERNS } from './pages/index.ts';

/**
 * The public half of a key whose private half was thrown away: it only keeps the id of unpacked builds the same on
 * every machine (gjmnjhedhmfliaehlgaoapdcaaihjejk). Stores sign with their own key and refuse this field.
 */
const UNPACKED_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnVMWKyAEUkaFWVgVFik5gCdpHkQ4medwxWWwbzUQACJR4i2yLWRM5KGJsGL93WpIZY/7bD8Y07BlDYyt4hcFPSnLGuqvcbMTGbpC32H6SBgBF8ve3pXntzNrs62iQgAApC/JuPvablA5H2QigZQo9o7gf/tm0pFGS4UCTLmSJ525KycQn5Mxu/a8BNCWOOrPyFOZWRwd4wSnKR0BflEVqFhgrWdcoB2rm552Z92w9yWNb9S7T/v5Au+HgVRD9ff7lkHd/0Sd8GlIgDvqb9iVDZO1r0iYJSvnA58vSkmOYY7nm9HdTnTue/P/OLbzVnS6B0RfVVnz0njaQKx+w+EG0wIDAQAB';
const forStore = process.env.COUNTERPART_STORE === '1';

/** A server elsewhere must have TLS, one on this machine need not: background/api.ts refuses the rest too. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  'connect-src https: http://127.0.0.1:* http://localhost:*',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  // Every name a file uses is imported in that file.
  imports: false,
  vite: () => ({ build: { sourcemap: false } }),
  manifest: ({ browser, command }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // `sidePanel` lets a button open the panel beside the page; browsers warn of it to nobody.
    permissions: ['storage', 'scripting', 'activeTab', ...(browser === 'firefox' ? [] : ['sidePanel'])],
    // The server is in no list: it answers extension origins through CORS, so fetching from it needs no host right.
    host_permissions: HOST_PATTERNS,
    // Never asked for as a whole: one origin at a time, when a technician adds a custom domain.
    optional_host_permissions: ['https://*/*'],
    action: { default_title: '__MSG_action__' },
    web_accessible_resources: [
      // A granted custom domain is any https origin, so they must be here; the dynamic address is what keeps a page
      // that was not granted from finding the panel.
      { resources: ['panel.html'], matches: [...HOST_PATTERNS, 'https://*/*'], use_dynamic_url: true },
    ],
    ...(command === 'build' ? { content_security_policy: { extension_pages: PAGE_POLICY } } : {}),
    ...(browser === 'firefox'
      ? {
          // Not by itself at the installation: the panel in the page is the first thing to meet.
          sidebar_action: { default_panel: 'panel.html', default_title: 'Counterpart', open_at_install: false },
          browser_specific_settings: {
            gecko: {
              id: 'counterpart@counterpart.example',
              strict_min_version: '140.0',
              // What is read on a page and sent to the technician's own server: which record is open, and the address
              // and number shown on it.
              data_collection_permissions: { required: ['personallyIdentifyingInfo', 'websiteContent'] },
            },
          },
        }
      : {
          // What needs the newest engine is the panel's dynamic address; older ones would fall back to a fixed one.
          minimum_chrome_version: '130',
          side_panel: { default_path: 'panel.html' },
          ...(forStore ? {} : { key: UNPACKED_KEY }),
        }),
  }),
});

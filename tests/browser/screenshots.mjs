// Takes pictures of the portal to look at: node tests/browser/screenshots.mjs [FOLDER]
// Without a folder it takes only those in the docs, docs/portal.png and docs/gallery.png.

import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open, openPortal, servePortal } from './harness.mjs';

const LIMIT = 300 * 1024;
const desktop = { width: 1360, height: 900 };
const narrow = { width: 320, height: 900 };

const views = {
  light: { viewport: desktop },
  dark: { viewport: desktop, colorScheme: 'dark' },
  tablet: { viewport: { width: 900, height: 900 } },
  narrow: { viewport: narrow },
  'narrow-dark': { viewport: narrow, colorScheme: 'dark' },
  forced: { viewport: desktop, forcedColors: 'active' },
};

async function changed(page) {
  await page.getByRole('textbox', { name: 'Job title' }).fill('Head of Treasury');
  await page.waitForFunction(() => /changed/.test(document.getElementById('sentence').textContent));
  await page.evaluate(() => document.activeElement.blur());
}

/** What is done before a picture is taken. */
const scenes = {
  list: async () => {},
  details: (page) => page.locator('#rows touchmark-badge').nth(1).getByRole('button').first().click(),
  changed,
  'changed-details': async (page) => {
    await changed(page);
    await page.locator('#record-badge').getByRole('button').first().click();
  },
  production: async (page) => {
    await page.getByRole('switch', { name: /production/ }).check();
    await page.waitForFunction(() => /production/.test(document.getElementById('sentence').textContent));
  },
};

const portal = await servePortal();
const browser = await launch();
const folder = process.argv[2];
if (folder) {
  await mkdir(folder, { recursive: true });
  for (const [view, options] of Object.entries(views)) {
    for (const [scene, prepare] of Object.entries(scenes)) {
      const { page, context } = await openPortal(browser, portal.url, options);
      await prepare(page);
      await page.screenshot({ path: join(folder, `${view}-${scene}.png`), animations: 'disabled' });
      if (scene === 'list') {
        await page.screenshot({
          path: join(folder, `${view}-whole.png`),
          fullPage: true,
          animations: 'disabled',
        });
        if (view === 'light') await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4' });
      }
      await context.close();
    }
  }
} else {
  const { page, context } = await openPortal(browser, portal.url, views.light);
  await scenes.changed(page);
  await keep(page, 'portal.png');
  await context.close();
  const gallery = await open(browser, `${portal.url}gallery/`, views.light);
  await gallery.page.locator('#badge-table touchmark-badge .touchmark-badge').first().waitFor();
  await keep(gallery.page, 'gallery.png');
  await gallery.context.close();
}
await browser.close();
await portal.close();

async function keep(page, name) {
  const path = fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  console.log(`${path}: ${Math.round(size / 1024)} KB`);
  if (size > LIMIT) {
    console.error('That is more than 300 KB: show less of the page.');
    process.exitCode = 1;
  }
}

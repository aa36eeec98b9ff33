/** The pictures of the read-me, from the rig's own pages: `npm run pictures --workspace lwc-wrapper`. */
import { fileURLToPath } from 'node:url';
import { openRig } from '../rig.mjs';
import { FRAME_STYLE } from './frames.mjs';
import { PAGES } from './pages.mjs';

const ONE_COLUMN = '.columns { grid-template-columns: minmax(0, 1fr) }';

const rig = await openRig();
await take('record-page', PAGES['record-sealed']);
await take(
    'table',
    { ...PAGES.list, components: PAGES.list.components.slice(0, 1), style: ONE_COLUMN },
    (page) => page.click('tbody tr:nth-child(2) button')
);
await rig.close();

async function take(name, { title, frame, says, org, components, style = '' }, use = async () => {}) {
    const endings = [];
    const page = await rig.open(
        { after: (ending) => endings.unshift(ending) },
        {
            shadow: 'synthetic',
            frame: frame.replaceAll('{title}', title),
            style: FRAME_STYLE + style,
            viewport: { width: 1280, height: 400 },
            org,
            components
        }
    );
    await page.says(says);
    await use(page);
    await page.page.mouse.move(0, 0);
    await page.screenshot(fileURLToPath(new URL(`../../../docs/${name}.png`, import.meta.url)));
    for (const ending of endings) await ending();
}

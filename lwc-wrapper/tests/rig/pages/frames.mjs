/** What Lightning Experience has around components, as far as a picture needs it. */

/** A record page: banner, highlights, a wide column and a narrow one. */
export const RECORD_PAGE = `<header class="bar"><span class="cloud"></span> Sales <span class="tab">Contacts</span></header>
<main class="slds-p-around_small">
  <div data-region="banner" class="slds-m-bottom_small"></div>
  <div class="slds-page-header slds-m-bottom_small">
    <p class="slds-text-body_small">Contact</p>
    <h1 class="slds-page-header__title slds-m-bottom_x-small">{title}</h1>
    <div data-region="header"></div>
  </div>
  <div class="columns"><div data-region="wide"></div><div data-region="side"></div></div>
</main>`;

/** An app page: a wide column and a narrow one. */
export const APP_PAGE = `<header class="bar"><span class="cloud"></span> Sales <span class="tab">{title}</span></header>
<main class="slds-p-around_small"><h1 class="slds-assistive-text">{title}</h1>
  <div class="columns"><div data-region="wide"></div><div data-region="side"></div></div>
</main>`;

export const FRAME_STYLE = `html, body { margin: 0; background: light-dark(#f3f3f3, #101214); }
.bar { display: flex; gap: 1rem; align-items: center; padding: .6rem 1rem; background: light-dark(#fff, #1c1f24); border-bottom: 3px solid #0176d3; font-size: 1rem; }
.cloud { inline-size: 1.6rem; block-size: 1rem; border-radius: 1rem; background: #0176d3; }
.tab { font-size: .8125rem; }
.columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); gap: .75rem; align-items: start; }
@media (width < 48rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
[data-region] > * { display: block; margin-block-end: .75rem; }`;

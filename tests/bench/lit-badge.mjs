// The badge of this package as somebody would write it in Lit 3: the same markup, stylesheet, popover, listeners, custom
// state and event, from the same verdict and the same catalogue.
// By another name, for a formatter may put spaces into what is tagged `html`, and each would be a text node.
import { LitElement, html as template, nothing } from 'lit';
import style from '../../src/components/style/touchmark.css';
import words from '../../src/words/catalogue/en.json';

/**
 * Defines `<lit-badge>`. `icons` has the markup of each icon that a verdict of the benchmark needs, as this package draws
 * it; `isVerdict` tells real verdicts, which a badge must ask before it says anything.
 */
export function defineLitBadge({ icons, isVerdict }) {
  const drawings = Object.fromEntries(Object.entries(icons).map(([name, markup]) => [name, literal(markup)]));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);

  class LitBadge extends LitElement {
    static styles = [sheet];
    static properties = {
      verdict: { attribute: false },
      size: {},
      plain: { type: Boolean },
      lang: {},
      open: { state: true },
    };

    #internals = this.attachInternals();

    willUpdate(changed) {
      if (changed.has('verdict') && this.verdict && !isVerdict(this.verdict)) this.verdict = null;
    }

    render() {
      const { verdict } = this;
      if (!verdict) return template`<slot></slot>`;
      const { group, level } = verdict.disclosure;
      const face = faceOf(verdict);
      const badge = this.plain
        ? template`<span class=${this.#class(face, level)} part="badge">${this.#inside(face, group)}</span>`
        : template`${this.#button(face, verdict.disclosure)}${this.#popover(face)}`;
      return template`<div class="touchmark touchmark-inline" lang=${this.#language()} dir="ltr" data-group=${group} data-level=${level}>${badge}</div>`;
    }

    #button(face, { group, level }) {
      return template`<button class=${this.#class(face, level)} part="badge" type="button" popovertarget="details" aria-controls="details" aria-expanded=${this.open ? 'true' : 'false'} aria-label=${face.spoken}>${this.#inside(face, group)}${drawings.open}</button>`;
    }

    #popover({ spoken }) {
      return template`<div class="touchmark-popover" part="popover" id="details" popover="auto" role="dialog" aria-labelledby="details-title" tabindex="0" @beforetoggle=${this.#opening} @toggle=${this.#toggled}>${this.open ? template`<p id="details-title">${spoken}</p>` : nothing}</div>`;
    }

    #inside({ origin, originIcon, trust }, group) {
      const said = origin
        ? template`<span class="touchmark-segment touchmark-origin" part="origin">${drawings[originIcon]}<span>${origin}</span></span> · `
        : nothing;
      return template`${said}<span class="touchmark-segment touchmark-trust" part="trust">${drawings[group]}<span>${trust}</span></span>`;
    }

    #class({ tone, weak }, level) {
      const loud = level === 'alert' ? ' touchmark-loud' : '';
      return `touchmark-badge touchmark-${this.size ?? 'field'} touchmark-tone-${tone}${weak ? ' touchmark-weak' : ''}${loud}`;
    }

    updated(changed) {
      if (!changed.has('verdict') || !this.verdict) return;
      this.#internals.states.clear();
      this.#internals.states.add(this.verdict.disclosure.group);
      const detail = Object.freeze({ verdict: this.verdict });
      this.dispatchEvent(new CustomEvent('touchmark-verdict', { bubbles: true, composed: true, detail }));
    }

    #language() {
      return this.closest('[lang]')?.getAttribute('lang') ?? 'en';
    }

    #opening({ newState }) {
      if (newState === 'open') this.open = true;
    }

    #toggled({ newState }) {
      this.open = newState === 'open';
    }
  }
  customElements.define('lit-badge', LitBadge);
}

/** A template without holes, as the tag would be given it had it been written out. */
function literal(markup) {
  return template(Object.assign([markup], { raw: [markup] }));
}

const TONES = {
  verified: 'valid',
  'partly-checked': 'partial',
  changed: 'invalid',
  'wrong-place': 'invalid',
  'signature-invalid': 'invalid',
  'seal-missing': 'invalid',
};

function faceOf({ origin, disclosure }) {
  const sentence = (text) => text[0].toUpperCase() + text.slice(1);
  const said = disclosure.origin && words[disclosure.origin];
  const trust = words[disclosure.trust];
  const holds = ['verified', 'partly-checked', 'declared'].includes(disclosure.group);
  const spoken = said ? `${words['details.origin']}: ${said[0].toLowerCase()}${said.slice(1)}. ` : '';
  return {
    origin: said,
    originIcon: origin,
    trust: said ? trust : sentence(trust),
    tone: said && holds ? origin : (TONES[disclosure.group] ?? 'undisclosed'),
    weak: ['declared', 'could-not-check', 'not-disclosed'].includes(disclosure.group),
    spoken: `${spoken}${sentence(trust)}. ${words['details.title']}`,
  };
}

import { LightningElement, api } from 'lwc';
import { disclosureOf, iconOf, lineOf } from 'c/touchmarkDisclosure';
import { environmentOf, hasEngine } from 'c/touchmarkEngine';
import { language, sentence, text } from 'c/touchmarkWords';

/** The statements about origins. Recorded data needs none: a banner that is always there is no longer read. */
const ORIGINS = {
    'origin.synthetic': 'banner.synthetic',
    'origin.ai-generated': 'banner.ai',
    'origin.ai-modified': 'banner.ai',
    'origin.masked': 'banner.masked'
};

const NEEDS_ATTENTION = ['caution', 'alert'];

/**
 * Says at the head of a page what its record is: "Contains synthetic data. Synthetic records are not real people or transactions." Shows nothing
 * where there is nothing to say, and cannot be dismissed: what it says stays true.
 *
 * @fires touchmarkask (cancelable) `{ use, decision, record: { object, id } }`, where a use is asked about; who passes the question on
 *   calls `preventDefault()`
 */
export default class TouchmarkBanner extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** Name of a use in the org's policy: the banner says whether the record may be used for it. */
    @api use;

    /** `undefined` while the check runs. */
    verdict;

    /** Where this page says it is, once that is known. */
    environment;

    language = language;

    _environmentLabel = false;
    _influence = false;

    /** Names the environment of the org's policy, such as `sandbox`. */
    @api
    get environmentLabel() {
        return this._environmentLabel;
    }
    set environmentLabel(value) {
        this._environmentLabel = value === true || value === 'true';
        if (this.isConnected) this.findEnvironment();
    }

    /** States that recommendations of this page were learnt from simulated patterns. */
    @api
    get influence() {
        return this._influence;
    }
    set influence(value) {
        this._influence = value === true || value === 'true';
    }

    connectedCallback() {
        this.findEnvironment();
    }

    get hasStatements() {
        return this.asksForUse || this.statements.length > 0;
    }

    /** Whether it says for what the record may be used. */
    get asksForUse() {
        return Boolean(this.verdict && String(this.use ?? '').trim());
    }

    get statements() {
        return [this.attention, this.contents, this.influenced, this.place].filter(Boolean);
    }

    get attention() {
        if (!this.needsAttention) return undefined;
        const { verdict, level } = this;
        return statement('badge.flagged', sentence('summary.flagged'), { verdict, level });
    }

    get contents() {
        const { origin, claim } = disclosureOf(this.verdict);
        // What nobody confirmed is told as that, and takes no warning away: the mark beside "needs attention" says what it is.
        if (claim)
            return statement(claim.replace(/^claim/, 'origin'), text('banner.claimed'), { level: 'notice' });
        const key = ORIGINS[origin];
        return key && statement(origin, text(key), { level: 'notice' });
    }

    /** The page's own word, which needs no proof: it only makes people more careful. */
    get influenced() {
        if (!this.influence) return undefined;
        return {
            ...statement('origin.synthetic', text('banner.influence'), { level: 'notice' }),
            key: 'influence'
        };
    }

    get place() {
        const { environment } = this;
        if (!environment || !this.environmentLabel) return undefined;
        return statement('group.declared', text('banner.environment', { environment }), { level: 'quiet' });
    }

    /** What it says of the record, once that is known: it comes without anybody asking. */
    get sentences() {
        const { attention, contents, influenced, verdict } = this;
        return verdict && [attention && lineOf(verdict), contents?.words, influenced?.words].filter(Boolean);
    }

    /** What the banner is called, for those who do not see it. */
    get label() {
        if (this.contents || this.influenced || this.asksForUse) return text('details.origin');
        return text(this.attention ? 'summary.flagged' : 'details.environment');
    }

    get level() {
        return disclosureOf(this.verdict).level;
    }

    get needsAttention() {
        return NEEDS_ATTENTION.includes(this.level);
    }

    handleVerdict({ detail: { verdict } }) {
        this.verdict = verdict;
        // An engine that came about late.
        if (hasEngine() && !this.environment) this.findEnvironment();
    }

    findEnvironment() {
        if (!this.environmentLabel) return;
        environmentOf(this).then((environment) => {
            this.environment = environment;
        });
    }

    handleAsk(event) {
        const { objectApiName: object, recordId: id } = this;
        const detail = { ...event.detail, record: { object, id } };
        if (!this.dispatchEvent(new CustomEvent('touchmarkask', { cancelable: true, detail })))
            event.preventDefault();
    }
}

/** One line of the banner; with a verdict, its mark stands beside the words. */
function statement(shape, words, { verdict, level }) {
    return { key: shape, icon: iconOf(shape), words, verdict, level };
}

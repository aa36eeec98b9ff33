import { LightningElement, api } from 'lwc';
import { disclosureOf, lineOf } from 'c/touchmarkDisclosure';
import { language, text } from 'c/touchmarkWords';

/**
 * Says where the record of a page came from and whether its seal holds: origin first, trust second. Pressed, it opens
 * what that rests on.
 */
export default class TouchmarkBadge extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** Record to check. */
    @api recordId;

    /** API names, separated by commas, of further fields of the page that the verdict should account for. */
    @api shownFields;

    expanded = false;
    /** `undefined` while the check runs. */
    verdict;
    labels = {};

    language = language;
    detailsTitle = text('details.title');

    get group() {
        return disclosureOf(this.verdict).group;
    }

    get level() {
        return disclosureOf(this.verdict).level;
    }

    /** Said once, politely, when the check is done. */
    get sentences() {
        return this.verdict && [lineOf(this.verdict)];
    }

    get ariaExpanded() {
        return String(this.expanded);
    }

    get isCollapsed() {
        return !this.expanded;
    }

    handleVerdict({ detail: { verdict, labels } }) {
        this.verdict = verdict;
        this.labels = labels;
    }

    handleToggle() {
        this.expanded = !this.expanded;
    }

    handleKeydown(event) {
        if (event.key !== 'Escape' || !this.expanded) return;
        // The page's own dialogs listen for Escape too.
        event.stopPropagation();
        this.expanded = false;
        this.refs.badge.focus();
    }
}

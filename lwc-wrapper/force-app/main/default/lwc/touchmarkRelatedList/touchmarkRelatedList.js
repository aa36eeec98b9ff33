import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { addressesOf, nameOf, pageOf } from 'c/touchmarkRows';
import { isUsualIn } from 'c/touchmarkTally';
import { language, text } from 'c/touchmarkWords';

/**
 * How many records of a related list say what about their origin. Pressed, it opens the list of them, each with its mark.
 */
export default class TouchmarkRelatedList extends NavigationMixin(LightningElement) {
    /** Record that the related list belongs to. */
    @api recordId;

    /** API name of that record's object. */
    @api objectApiName;

    /** API name of the related list, such as `Contacts` or `Invoices__r`. */
    @api relatedListId;

    /** How many records to check, from the start of the list. */
    @api maxRecords = 50;

    list = {};
    addresses = {};
    expanded = false;

    language = language;
    detailsTitle = text('details.title');
    recordsLabel = text('table.label');

    get label() {
        return this.list.label ?? this.relatedListId;
    }

    /** Drawn once they are asked for: two hundred marks that nobody looks at hold a page up. */
    get rows() {
        const { records = [], verdicts, lines = [], objectInfo } = this.list;
        if (!this.expanded) return [];
        const isUsual = isUsualIn(lines, records.length);
        return records.map((record, at) => ({
            key: record.id,
            name: nameOf(record, objectInfo),
            address: this.addresses[record.id],
            verdict: verdicts?.[at],
            usual: isUsual(verdicts?.[at])
        }));
    }

    get hasRows() {
        return !this.list.failure && Boolean(this.list.records?.length);
    }

    get ariaExpanded() {
        return String(this.expanded);
    }

    get isCollapsed() {
        return !this.expanded;
    }

    handleVerdicts({ detail }) {
        this.list = detail;
        const unknown = (detail.records ?? []).filter(({ id }) => !(id in this.addresses));
        if (unknown.length === 0) return;
        addressesOf(this, unknown).then((found) => {
            this.addresses = { ...this.addresses, ...found };
        });
    }

    handleToggle() {
        this.expanded = !this.expanded;
    }

    handleKeydown(event) {
        if (event.key !== 'Escape' || !this.expanded || !this.refs.toggle) return;
        // The page's own dialogs listen for Escape too.
        event.stopPropagation();
        this.expanded = false;
        this.refs.toggle.focus();
    }

    /** As everywhere in Lightning: the page changes without being loaded again. Other clicks are the browser's. */
    handleOpen(event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        const record = this.list.records?.find(({ id }) => id === event.currentTarget.dataset.id);
        if (!record) return;
        event.preventDefault();
        this[NavigationMixin.Navigate](pageOf(record));
    }
}

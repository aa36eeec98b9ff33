import { LightningElement, api, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { getListInfoByName } from 'lightning/uiListsApi';
import { checkAgain, refusal, unchecked } from 'c/touchmarkEngine';
import { isOrClaims, lineOf, markOf } from 'c/touchmarkDisclosure';
import { addressesOf, local, nameOf, readAnew, shownValue, sorted } from 'c/touchmarkRows';
import { isUsualIn } from 'c/touchmarkTally';
import { language, text } from 'c/touchmarkWords';

/**
 * Rows that a table is given first, which are drawn before their verdicts are there, and rows that are added at once. It draws what it
 * is given in one go, works through what it had anew, and meanwhile the page stands still: more at once are too long, fewer too often.
 */
const FIRST_ROWS = 15;
const ROWS_AT_ONCE = 65;

/**
 * A list view as a table with a column for where each record came from. Above it stands how many records say what; a
 * button in each row opens what the verdict about it rests on, below the table.
 */
export default class TouchmarkTable extends NavigationMixin(LightningElement) {
    /** API name of the list view's object. */
    @api objectApiName;

    /** API name of the list view. */
    @api listViewApiName;

    /** API names of the columns, separated by commas; those of the list view where there are none. */
    @api columns;

    /** How many records to show, from the start of the list. */
    @api maxRecords = 50;

    /** Offers to hide synthetic records. */
    @api offerHiding = false;

    /** Columns of the list view, `undefined` until they are known. */
    listColumns;
    /** What the list view is called. */
    title;
    /** A verdict "could not check" where not even they can be read. */
    refused;
    /** Nothing is asked of the wire for a moment. */
    isRereading = false;
    list = {};
    /** Address of each record's page, by its ID; `undefined` until the platform has said where the first are. */
    addresses;
    /** How many rows are in the table by now. */
    drawn = FIRST_ROWS;
    /** What was last given to the table, to be given again while it is the same: it works through any other anew. */
    kept = {};
    concealing = false;
    sortedBy;
    sortedDirection = 'asc';
    /** ID of the record whose details are open. */
    openId;
    /** Whether the focus goes to the details once they are drawn. */
    isOpening = false;

    language = language;
    tableLabel = text('table.label');
    closeLabel = text('details.close');

    @wire(getListInfoByName, { objectApiName: '$objectApiName', listViewApiName: '$wiredListView' })
    wiredListInfo({ data, error }) {
        this.listColumns = data && local(data.displayColumns);
        this.title = data?.label;
        this.refused = error ? unchecked(refusal(this.listViewApiName, error)) : undefined;
        this.stopWaiting();
        if (!error) return;
        const again = () => readAnew(this);
        this.kept.waiting = checkAgain(this, again, again);
    }

    get wiredListView() {
        return this.isRereading ? undefined : this.listViewApiName;
    }

    /** What the counts above the table are about. */
    get counted() {
        return this.refused ? { failure: this.refused } : this.list;
    }

    /** Field and label of each column; `undefined` until they are known. */
    get chosenColumns() {
        const names = (this.columns ?? '')
            .split(',')
            .map((name) => name.trim())
            .filter(Boolean);
        const known = this.listColumns ?? [];
        if (names.length === 0) {
            return this.listColumns?.map(({ fieldApiName, label }) => ({ name: fieldApiName, label }));
        }
        return names.map((name) => ({
            name,
            label:
                known.find(({ fieldApiName }) => fieldApiName === name)?.label ??
                this.list.labels?.[name] ??
                name
        }));
    }

    /** The list is read once it is known which columns it has, or that there is no list. */
    get isReady() {
        return !this.refused && Boolean(this.chosenColumns || !this.objectApiName || !this.listViewApiName);
    }

    get shownFields() {
        return (this.chosenColumns ?? []).map(({ name }) => name).join(',');
    }

    /** Records with their verdicts: `{ record, verdict }`. */
    get entries() {
        const { records = [], verdicts } = this.list;
        return records.map((record, at) => ({ record, verdict: verdicts?.[at] }));
    }

    get hasTable() {
        // A table works through all its rows anew when a column becomes another: the first column is known with the addresses.
        const isKnown = Boolean(this.addresses ?? this.list.verdicts);
        return isKnown && !this.counted.failure && this.entries.length > 0;
    }

    get tableColumns() {
        const { labels = {} } = this.list;
        // What the viewer may not see is no column: an empty one would look like empty fields.
        const visible = this.chosenColumns.filter(
            ({ name }) => name.includes('.') || Object.hasOwn(labels, name)
        );
        const [first, ...others] = visible.map(({ name, label }) => ({
            label,
            fieldName: name,
            type: 'text',
            sortable: true
        }));
        const origin = {
            label: text('details.origin'),
            fieldName: 'touchmark:line',
            type: 'origin',
            sortable: true,
            wrapText: true,
            initialWidth: 310,
            typeAttributes: {
                mark: { fieldName: 'touchmark:mark' }
            }
        };
        const details = {
            label: text('details.title'),
            type: 'button-icon',
            initialWidth: 90,
            hideDefaultActions: true,
            typeAttributes: {
                name: 'details',
                iconName: 'utility:info',
                variant: 'bare',
                alternativeText: { fieldName: 'touchmark:details' },
                title: { fieldName: 'touchmark:details' }
            }
        };
        return this.keep([first && this.linked(first), origin, ...others, details].filter(Boolean));
    }

    /** What is the same for all rows is asked of the component once: its own members are behind the platform's engine. */
    get rows() {
        const { addresses = {}, drawn, entries } = this;
        const { lines = [], objectInfo } = this.list;
        const names = this.chosenColumns.map(({ name }) => name);
        const isUsual = isUsualIn(lines, entries.length);
        return this.sortedEntries.slice(0, drawn).map(({ record, verdict }) => ({
            ...Object.fromEntries(names.map((name) => [name, shownValue(record, name)])),
            'touchmark:id': record.id,
            'touchmark:url': addresses[record.id],
            'touchmark:line': lineOf(verdict),
            'touchmark:mark': markOf(verdict, isUsual(verdict)),
            'touchmark:details': text('table.details', { record: nameOf(record, objectInfo, names[0]) })
        }));
    }

    get sortedEntries() {
        const { entries, hides, sortedBy, sortedDirection } = this;
        const shown = hides
            ? entries.filter(({ verdict }) => !(verdict && isOrClaims(verdict, 'synthetic')))
            : entries;
        if (!sortedBy) return shown;
        const fields = { 'touchmark:line': undefined, 'touchmark:url': this.chosenColumns[0]?.name };
        const name = sortedBy in fields ? fields[sortedBy] : sortedBy;
        return sorted(shown, { name, descending: sortedDirection === 'desc' });
    }

    /** The record whose details are open: gone from the list, it has none. */
    get open() {
        const entry = this.entries.find(({ record }) => record.id === this.openId);
        if (!entry || this.counted.failure) return undefined;
        return { verdict: entry.verdict, title: text('table.details', { record: this.name(entry.record) }) };
    }

    renderedCallback() {
        this.drawMore();
        if (!this.isOpening || !this.refs.panel) return;
        this.isOpening = false;
        this.refs.panel.focus();
    }

    disconnectedCallback() {
        clearTimeout(this.kept.timer);
        this.stopWaiting();
    }

    handleVerdicts({ detail }) {
        if (!detail.records) this.drawn = FIRST_ROWS;
        this.list = detail;
        if (detail.records) this.findAddresses(detail.records);
    }

    handleHide({ detail: { hidden } }) {
        this.concealing = hidden;
    }

    handleSort({ detail: { fieldName, sortDirection } }) {
        this.sortedBy = fieldName;
        this.sortedDirection = sortDirection;
    }

    handleRowAction({ detail: { row } }) {
        this.openId = row['touchmark:id'];
        this.isOpening = true;
    }

    handleKeydown(event) {
        if (event.key !== 'Escape') return;
        // The page's own dialogs listen for Escape too.
        event.stopPropagation();
        this.handleClose();
    }

    /** The focus returns to the row's button: the table remembers its active cell. */
    handleClose() {
        this.openId = undefined;
        this.refs.table?.focus();
    }

    stopWaiting() {
        this.kept.waiting?.();
        this.kept.waiting = undefined;
    }

    drawMore() {
        clearTimeout(this.kept.timer);
        // Rows are drawn once, with their verdicts: before those are there, the first of them are enough.
        if (!this.list.verdicts || this.drawn >= this.list.records.length) return;
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- the page has its turn between two parts
        this.kept.timer = setTimeout(() => {
            this.drawn += ROWS_AT_ONCE;
        });
    }

    findAddresses(records) {
        const known = this.addresses ?? {};
        const unknown = records.filter(({ id }) => !(id in known));
        if (unknown.length === 0) return;
        addressesOf(this, unknown).then((found) => {
            this.addresses = { ...this.addresses, ...found };
        });
    }

    get hides() {
        return this.concealing && this.offerHiding;
    }

    name(record) {
        return nameOf(record, this.list.objectInfo, this.chosenColumns?.[0]?.name);
    }

    keep(columns) {
        const [was, is] = [this.kept.columns, columns].map((all) => JSON.stringify(all));
        if (was !== is) this.kept.columns = columns;
        return this.kept.columns;
    }

    /** The first column leads to the record, as soon as the platform has said where that is. */
    linked(column) {
        const { addresses = {} } = this;
        if (!this.entries.some(({ record }) => addresses[record.id])) return column;
        const { fieldName } = column;
        return {
            ...column,
            fieldName: 'touchmark:url',
            type: 'url',
            typeAttributes: { label: { fieldName }, target: '_self' }
        };
    }
}

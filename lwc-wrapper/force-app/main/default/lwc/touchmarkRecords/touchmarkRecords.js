import { LightningElement, api, wire } from 'lwc';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRelatedListInfo, getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { canCheckAgain, checkAgain, loadEngine, refusal, unchecked, verifyRecords } from 'c/touchmarkEngine';
import { described, local, readAnew, spellingIn } from 'c/touchmarkRows';
import { tallyOf } from 'c/touchmarkTally';

/** What one request for a list view or a related list may give, by the reference of the UI API. */
const LIST_VIEW_LIMIT = 2000;
const RELATED_LIST_LIMIT = 1999;

const USUAL = 50;

/**
 * Reads the records of a list view, or of a related list, and checks their seals in one go. Shows nothing: whoever
 * contains it listens for `verdicts`.
 *
 * As with one record, the list is read in two steps. First the seals and what belongs to them; then, once it is known what
 * they cover, those fields. Both ask only for fields that the viewer may see; the others come out as "not visible".
 *
 * @fires verdicts `{ records, verdicts, lines, labels, label, objectInfo, more, failure }`. `records` as the UI API gives
 *   them (as copies, which cost nothing to read), `undefined` until they are read; `verdicts` in the same order and `lines` that count them (`c/touchmarkTally`), both
 *   `undefined` while a check runs. `more`: the list goes on
 *   after these. `labels` of the fields, `label` of the related list; `objectInfo` as `described` of `c/touchmarkRows` has it. `failure`: a verdict "could not check" with the reason,
 *   where the list could not be read at all. Whenever anything changes, the verdicts about it end first. A check is
 *   repeated every ten minutes, while its verdicts stand; where no engine started, as soon as one does.
 */
export default class TouchmarkRecords extends LightningElement {
    /** What the viewer may see of the rows' object, by the platform's word, as `described` of `c/touchmarkRows` has it. */
    objectInfo;
    /** Object and label of the related list. */
    related;
    /** Fields that the policy names, out of those that are visible; and those asked for by now. */
    sealFields;
    fields;
    records;
    verdicts;
    lines;
    more = false;
    failure;
    /** Counts checks, so that an answer to an earlier one is dropped. */
    turn = 0;
    /** Makes the check again that was last concluded; takes the turn. */
    again;

    /** Nothing is asked of the wires for a moment, so that they answer anew. */
    isRereading = false;

    /** The public properties. */
    given = {};

    /** API name of the list view's object. */
    @api get objectApiName() {
        return this.given.objectApiName;
    }
    set objectApiName(value) {
        this.give('objectApiName', value);
    }

    /** API name of the list view. */
    @api get listViewApiName() {
        return this.given.listViewApiName;
    }
    set listViewApiName(value) {
        this.give('listViewApiName', value);
    }

    /** Record that the related list belongs to. */
    @api get parentRecordId() {
        return this.given.parentRecordId;
    }
    set parentRecordId(value) {
        this.give('parentRecordId', value);
    }

    /** API name of that record's object. */
    @api get parentObjectApiName() {
        return this.given.parentObjectApiName;
    }
    set parentObjectApiName(value) {
        this.give('parentObjectApiName', value);
    }

    /** API name of the related list, such as `Contacts` or `Invoices__r`. */
    @api get relatedListId() {
        return this.given.relatedListId;
    }
    set relatedListId(value) {
        this.give('relatedListId', value);
    }

    /** API names, separated by commas, of further fields to read and to account for. Names of records are read anyway. */
    @api get shownFields() {
        return this.given.shownFields;
    }
    set shownFields(value) {
        this.give('shownFields', value);
    }

    /** How many records to read, from the start of the list: 50 unless given; 2,000 of a list view, 1,999 of a related list at most. */
    @api get maxRecords() {
        return this.given.maxRecords;
    }
    set maxRecords(value) {
        this.give('maxRecords', value);
    }

    connectedCallback() {
        const { again, records, more } = this;
        if (!this.isGiven) this.restart();
        // Nobody listened while it was away: what was said then may be of old.
        else if (again) again(this.beginTurn({ records, more }));
        else this.tell();
    }

    disconnectedCallback() {
        this.stopWaiting();
    }

    @wire(getRelatedListInfo, {
        parentObjectApiName: '$relatedParentObject',
        relatedListId: '$relatedListId'
    })
    wiredRelatedList({ data, error }) {
        if (data) {
            const [object] = data.objectApiNames;
            if (object !== this.related?.object) this.forgetObject();
            this.related = { object, label: data.label };
        } else if (error) this.refuse(this.relatedListId, error);
    }

    @wire(getObjectInfo, { objectApiName: '$wiredObject' })
    wiredObjectInfo({ data, error }) {
        if (data) this.chooseFields(described(data));
        else if (error) this.refuse(this.rowObject, error);
    }

    @wire(getListRecordsByName, {
        objectApiName: '$objectApiName',
        listViewApiName: '$wiredListView',
        fields: '$idField',
        optionalFields: '$fields',
        pageSize: '$pageSize'
    })
    wiredListRecords(answer) {
        if (!this.isRelated) this.take(this.listViewApiName, answer);
    }

    @wire(getRelatedListRecords, {
        parentRecordId: '$wiredParent',
        relatedListId: '$relatedListId',
        fields: '$idField',
        optionalFields: '$fields',
        pageSize: '$pageSize'
    })
    wiredRelatedRecords(answer) {
        if (this.isRelated) this.take(this.relatedListId, answer);
    }

    get isRelated() {
        return Boolean(this.relatedListId);
    }

    get isGiven() {
        return this.isRelated
            ? Boolean(this.parentRecordId && this.parentObjectApiName)
            : Boolean(this.objectApiName && this.listViewApiName);
    }

    get rowObject() {
        return this.isRelated ? this.related?.object : this.objectApiName;
    }

    /** The wires read nothing until it is known what to read. */
    get wiredListView() {
        return this.fields && !this.isRelated ? this.listViewApiName : undefined;
    }

    get wiredParent() {
        return this.fields && this.isRelated ? this.parentRecordId : undefined;
    }

    get wiredObject() {
        return this.isRereading ? undefined : this.rowObject;
    }

    get relatedParentObject() {
        return this.isRelated && !this.isRereading ? this.parentObjectApiName : undefined;
    }

    /** One field that every reader of a record can see. */
    get idField() {
        return this.rowObject ? [`${this.rowObject}.Id`] : undefined;
    }

    get pageSize() {
        const limit = this.isRelated ? RELATED_LIST_LIMIT : LIST_VIEW_LIMIT;
        const wanted = Math.floor(Number(this.maxRecords ?? USUAL));
        return wanted >= 1 ? Math.min(wanted, limit) : USUAL;
    }

    give(name, value) {
        if (value === this.given[name]) return;
        this.given = { ...this.given, [name]: value };
        // What is known may be about another object.
        if (name === 'objectApiName' || name === 'relatedListId' || name === 'parentObjectApiName') {
            this.related = undefined;
            this.forgetObject();
        }
        this.restart();
    }

    forgetObject() {
        this.objectInfo = undefined;
        this.sealFields = undefined;
        this.fields = undefined;
    }

    restart() {
        this.fields = this.sealFields && this.qualified([...this.sealFields, ...this.visibleShown()]);
        this.beginTurn();
        if (this.isGiven) return;
        this.fail(
            unchecked({
                code: 'no-list',
                message:
                    'This component was given no list. Set Object and List view; for a related list, put it on a record page and set Related list.'
            })
        );
    }

    chooseFields(objectInfo, turn = this.beginTurn()) {
        const visible = Object.keys(objectInfo.fields);
        loadEngine(this)
            .then((engine) => {
                if (turn !== this.turn) return;
                this.sealFields = engine.fieldsToRead(visible);
                this.objectInfo = objectInfo;
                this.restart();
            })
            .catch((error) => {
                if (turn !== this.turn) return;
                const failure = unchecked(error, { object: objectInfo.apiName });
                this.fail(failure, (next) => this.chooseFields(objectInfo, next));
            });
    }

    /** The fields that are shown, and what a record is called, as far as they are visible. */
    visibleShown() {
        const { fields, nameFields = [] } = this.objectInfo;
        const shown = (this.shownFields ?? '').split(',').map((name) => name.trim());
        return [...new Set(['Name', ...nameFields, ...shown])].filter(
            (name) => Object.hasOwn(fields, name) && !this.sealFields.includes(name)
        );
    }

    take(list, { data, error }) {
        if (error) this.refuse(list, error);
        else if (data && this.fields) this.check(data);
    }

    check(data) {
        const { records, nextPageToken } = local(data);
        this.verify(records, this.beginTurn({ records, more: Boolean(nextPageToken) }));
    }

    /** `sealedWhole`: by record ID, compound fields that its own seal covers. */
    verify(records, turn, sealedWhole) {
        verifyRecords(this, this.accountable(records, sealedWhole)).then((verdicts) => {
            if (turn !== this.turn) return;
            const unread = this.unreadFields(verdicts);
            const found = sealedWhole ?? this.compoundsIn(records, verdicts);
            if (unread.length > 0) this.fields = [...this.fields, ...unread];
            else if (found.size > 0 && !sealedWhole) this.verify(records, turn, found);
            else this.count(turn, verdicts);
        });
    }

    /** Here, because only a verdict itself counts: a component that is given one as a property gets a copy. */
    count(turn, verdicts) {
        tallyOf(this, verdicts).then((lines) => {
            if (turn !== this.turn) return;
            this.conclude({ verdicts, lines }, (next) => this.verify(this.records, next));
        });
    }

    /**
     * A list brings its own columns too. Only what was asked for counts, or a verdict would depend on the list in which a
     * record stands; and a compound such as a name is accounted for by its parts, unless the seal covers it whole, as the
     * name of a company is where accounts can be persons too.
     *
     * What is the same for all rows is asked of the component once: its own members are behind the platform's engine.
     */
    accountable(records, sealedWhole) {
        const compounds = new Set(this.objectInfo.compounds);
        const asked = new Set(this.fields.map((name) => name.slice(name.indexOf('.') + 1)));
        return records.map(({ apiName, id, fields }) => {
            const whole = sealedWhole?.get(id) ?? [];
            const counted = Object.entries(fields).filter(
                ([name]) => asked.has(name) && (!compounds.has(name) || whole.includes(name))
            );
            return { apiName, id, fields: Object.fromEntries(counted) };
        });
    }

    compoundsIn(records, verdicts) {
        const spelt = spellingIn(this.objectInfo.compounds);
        const found = records.map(({ id, fields }, at) => [
            id,
            verdicts[at].fields
                .filter(({ state }) => state === 'withheld')
                .map(({ name }) => spelt(name))
                .filter((name) => name && Object.hasOwn(fields, name))
        ]);
        return new Map(found.filter(([, names]) => names.length > 0));
    }

    /** Fields that seals cover and the viewer may see, but that have not been asked for yet. */
    unreadFields(verdicts) {
        const spelt = spellingIn(Object.keys(this.objectInfo.fields));
        const asked = new Set(this.fields);
        const covered = verdicts
            .flatMap(({ fields }) => fields)
            .filter(({ state }) => state === 'withheld')
            .map(({ name }) => spelt(name))
            .filter(Boolean);
        return this.qualified([...new Set(covered)]).filter((name) => !asked.has(name));
    }

    qualified(names) {
        const { rowObject } = this;
        return names.map((name) => `${rowObject}.${name}`);
    }

    beginTurn({ records, more = false } = {}) {
        this.turn += 1;
        Object.assign(this, { records, more, failure: undefined });
        this.conclude();
        return this.turn;
    }

    /** What was asked before is about something that may not be read any more. */
    refuse(what, error) {
        this.beginTurn();
        this.fail(unchecked(refusal(what, error)), () => this.reread());
    }

    reread() {
        this.forgetObject();
        readAnew(this);
    }

    fail(failure, again) {
        this.failure = failure;
        this.conclude({}, again);
    }

    conclude({ verdicts, lines } = {}, again = undefined) {
        Object.assign(this, { verdicts, lines, again });
        this.stopWaiting();
        if (!this.isConnected) return;
        const { records, more } = this;
        const isHindered = [this.failure, ...(verdicts ?? [])].some(canCheckAgain);
        const atOnce = isHindered ? () => again(this.beginTurn({ records, more })) : undefined;
        if (again) this.waiting = checkAgain(this, () => again(this.turn), atOnce);
        this.tell();
    }

    stopWaiting() {
        this.waiting?.();
        this.waiting = undefined;
    }

    tell() {
        const { records, verdicts, lines, more, failure, objectInfo } = this;
        const detail = {
            records,
            verdicts,
            lines,
            labels: objectInfo?.labels ?? {},
            label: this.related?.label,
            objectInfo,
            more,
            failure
        };
        this.dispatchEvent(new CustomEvent('verdicts', { detail }));
    }
}

import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import {
    canCheckAgain,
    checkAgain,
    loadEngine,
    refusal,
    shortId,
    unchecked,
    verifyRecord
} from 'c/touchmarkEngine';
import { described, readAnew, spellingIn } from 'c/touchmarkRows';

/**
 * Reads one record and checks its seal. Shows nothing: whoever contains it listens for `verdict`.
 *
 * The record is read in two steps. First the seal and what belongs to it; then, once the signature holds, the fields
 * that the seal covers. Both ask only for fields that the viewer may see; the others come out as "not visible".
 *
 * @fires verdict `{ verdict, labels }`: the verdict, `undefined` while a check runs, and the labels of the object's fields.
 *   Whenever the record changes, the verdict about it ends first. A check is repeated every ten minutes, while its verdict stands;
 *   where no engine started, as soon as one does (`checkAgain` of `c/touchmarkEngine`).
 */
export default class TouchmarkRecord extends LightningElement {
    /** What the viewer may see of the object, by the platform's word, as `described` of `c/touchmarkRows` has it. */
    objectInfo;
    /** Fields of the first step, and those asked for by now; `undefined` holds the wire back. */
    firstFields;
    fields;
    verdict;
    /** Counts checks, so that an answer to an earlier one is dropped. */
    turn = 0;
    /** Makes the check again that came to `verdict`; takes the turn. */
    again;
    /** Nothing is asked of the wires for a moment, so that they answer anew. */
    isRereading = false;

    _objectApiName;
    _recordId;
    _shownFields;

    /** API name of the record's object. */
    @api
    get objectApiName() {
        return this._objectApiName;
    }
    set objectApiName(value) {
        if (value === this._objectApiName) return;
        this._objectApiName = value;
        // What is known is about another object.
        this.objectInfo = undefined;
        this.firstFields = undefined;
        this.restart();
    }

    /** Record to check. */
    @api
    get recordId() {
        return this._recordId;
    }
    set recordId(value) {
        this._recordId = value;
        this.restart();
    }

    /** API names, separated by commas, of further fields that the verdict should account for. */
    @api
    get shownFields() {
        return this._shownFields;
    }
    set shownFields(value) {
        if (value === this._shownFields) return;
        this._shownFields = value;
        if (this.objectInfo) this.chooseFields(this.objectInfo);
    }

    connectedCallback() {
        const { again } = this;
        if (!this.isGiven) this.restart();
        // Nobody listened while it was away: what was said then may be of old.
        else if (again) again(this.beginTurn());
        else this.tell();
    }

    disconnectedCallback() {
        this.stopWaiting();
    }

    @wire(getObjectInfo, { objectApiName: '$wiredObject' })
    wiredObjectInfo({ data, error }) {
        if (data) this.chooseFields(described(data));
        else if (error) this.refuse(this.objectApiName, error);
    }

    @wire(getRecord, { recordId: '$wiredRecordId', fields: '$idField', optionalFields: '$fields' })
    wiredRecord({ data, error }) {
        // A record that was just left may still be refreshed; the answer about this one follows.
        if (data && shortId(data.id) === shortId(this.recordId)) this.check(data);
        else if (error) this.refuse(this.recordId, error);
    }

    /** The wire reads nothing until it is known what to read. */
    get wiredRecordId() {
        return this.fields ? this.recordId : undefined;
    }

    get wiredObject() {
        return this.isRereading ? undefined : this.objectApiName;
    }

    /** `getRecord` wants one field that every reader of the record can see. */
    get idField() {
        return this.objectApiName ? [`${this.objectApiName}.Id`] : undefined;
    }

    get isGiven() {
        return Boolean(this.recordId && this.objectApiName);
    }

    restart() {
        this.fields = this.firstFields;
        this.beginTurn();
        if (this.isGiven) return;
        this.conclude(
            unchecked({
                code: 'no-record',
                message:
                    'This component was given no record. Put it on a record page, or set Record ID and Object.'
            })
        );
    }

    chooseFields(objectInfo, turn = this.beginTurn()) {
        const visible = Object.keys(objectInfo.fields);
        loadEngine(this)
            .then((engine) => {
                if (turn !== this.turn) return;
                const shown = (this.shownFields ?? '').split(',').map((name) => name.trim());
                const names = [
                    ...engine.fieldsToRead(visible),
                    ...visible.filter((name) => shown.includes(name))
                ];
                this.objectInfo = objectInfo;
                this.firstFields = this.qualified(names);
                this.fields = this.firstFields;
            })
            .catch((error) => {
                if (turn !== this.turn) return;
                const record = { object: this.objectApiName, id: this.recordId };
                this.conclude(unchecked(error, record), (next) => this.chooseFields(objectInfo, next));
            });
    }

    check(record, turn = this.beginTurn()) {
        verifyRecord(this, record).then((verdict) => {
            if (turn !== this.turn) return;
            const unread = this.unreadFields(verdict);
            if (unread.length > 0) this.fields = [...this.fields, ...unread];
            else this.conclude(verdict, (next) => this.check(record, next));
        });
    }

    /** Fields that the seal covers and the viewer may see, but that have not been asked for yet. */
    unreadFields({ fields }) {
        const spelt = spellingIn(Object.keys(this.objectInfo.fields));
        const asked = new Set(this.fields);
        const covered = fields
            .filter(({ state }) => state === 'withheld')
            .map(({ name }) => spelt(name))
            .filter(Boolean);
        return this.qualified(covered).filter((name) => !asked.has(name));
    }

    qualified(names) {
        const { objectApiName } = this;
        return names.map((name) => `${objectApiName}.${name}`);
    }

    beginTurn() {
        this.turn += 1;
        this.conclude(undefined);
        return this.turn;
    }

    /** What was asked before is about something that may not be read any more. */
    refuse(what, error) {
        this.beginTurn();
        this.conclude(unchecked(refusal(what, error)), () => this.reread());
    }

    reread() {
        this.fields = undefined;
        readAnew(this);
    }

    conclude(verdict, again) {
        Object.assign(this, { verdict, again });
        this.stopWaiting();
        if (!this.isConnected) return;
        const atOnce = canCheckAgain(verdict) ? () => again(this.beginTurn()) : undefined;
        if (again) this.waiting = checkAgain(this, () => again(this.turn), atOnce);
        this.tell();
    }

    stopWaiting() {
        this.waiting?.();
        this.waiting = undefined;
    }

    tell() {
        const { verdict } = this;
        const labels = this.objectInfo?.labels ?? {};
        this.dispatchEvent(new CustomEvent('verdict', { detail: { verdict, labels } }));
    }
}

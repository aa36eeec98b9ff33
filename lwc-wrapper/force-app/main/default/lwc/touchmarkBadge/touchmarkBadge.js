import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { loadEngine, text, unchecked, verifyRecord } from 'c/touchmarkEngine';
import { rowsOf } from './details';
import { iconOf } from './icons';

/**
 * Says where the record of a page came from and whether its seal holds: origin first, trust second.
 *
 * The record is read in two steps. First the seal and what belongs to it; then, once the signature holds, the fields
 * that the seal covers. Both ask only for fields that the viewer may see; the others come out as "not visible".
 */
export default class TouchmarkBadge extends LightningElement {
    /** API name of the record's object. */
    @api objectApiName;

    /** API names, separated by commas, of further fields of the page that the verdict should account for. */
    @api shownFields;

    expanded = false;
    /** `undefined` while the check runs. */
    verdict;
    /** What the viewer may see of the object, by the platform's word. */
    objectInfo;
    /** Fields of the first step, and those asked for by now; `undefined` holds the wire back. */
    firstFields;
    fields;
    /** Counts checks, so that an answer to an earlier one is dropped. */
    turn = 0;

    _recordId;

    /** Record to check. */
    @api
    get recordId() {
        return this._recordId;
    }
    set recordId(value) {
        this._recordId = value;
        this.fields = this.firstFields;
        this.beginTurn();
    }

    @wire(getObjectInfo, { objectApiName: '$objectApiName' })
    wiredObjectInfo({ data, error }) {
        if (data) this.chooseFields(data);
        else if (error) this.refuse(this.objectApiName, error);
    }

    @wire(getRecord, { recordId: '$wiredRecordId', fields: '$idField', optionalFields: '$fields' })
    wiredRecord({ data, error }) {
        if (data) this.check(data);
        else if (error) this.refuse(this.recordId, error);
    }

    /** The wire reads nothing until it is known what to read. */
    get wiredRecordId() {
        return this.fields ? this.recordId : undefined;
    }

    /** `getRecord` wants one field that every reader of the record can see. */
    get idField() {
        return this.objectApiName ? [`${this.objectApiName}.Id`] : undefined;
    }

    chooseFields(objectInfo) {
        const turn = this.beginTurn();
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
                if (turn === this.turn)
                    this.conclude(unchecked(error, { object: this.objectApiName, id: this.recordId }));
            });
    }

    check(record) {
        const turn = this.beginTurn();
        verifyRecord(this, record).then((verdict) => {
            if (turn !== this.turn) return;
            const unread = this.unreadFields(verdict);
            if (unread.length > 0) this.fields = [...this.fields, ...unread];
            else this.conclude(verdict);
        });
    }

    /** Fields that the seal covers and the viewer may see, but that have not been asked for yet. */
    unreadFields({ fields }) {
        const covered = fields
            .filter(({ name, state }) => state === 'withheld' && Object.hasOwn(this.objectInfo.fields, name))
            .map(({ name }) => name);
        return this.qualified(covered).filter((name) => !this.fields.includes(name));
    }

    qualified(names) {
        return names.map((name) => `${this.objectApiName}.${name}`);
    }

    beginTurn() {
        this.verdict = undefined;
        this.turn += 1;
        return this.turn;
    }

    /** What was asked before is about something that may not be read any more. */
    refuse(what, error) {
        this.beginTurn();
        this.conclude(unchecked(refusal(what, error)));
    }

    conclude(verdict) {
        this.verdict = verdict;
    }

    get shown() {
        if (this.recordId && this.objectApiName) return this.verdict;
        return unchecked({
            code: 'no-record',
            message:
                'This component was given no record. Put it on a record page, or set Record ID and Object.'
        });
    }

    get disclosure() {
        return this.shown?.disclosure ?? { group: 'checking', level: 'quiet', trust: 'group.checking' };
    }

    get group() {
        return this.disclosure.group;
    }

    get level() {
        return this.disclosure.level;
    }

    /** Origin first, trust second; trust alone where it overrides every origin. A flag is never left out. */
    get parts() {
        const { origin, trust } = this.disclosure;
        const flag = this.shown?.flags.length > 0 ? 'badge.flagged' : undefined;
        return [origin, trust, flag].filter(Boolean).map((key, at, { length }) => ({
            key,
            icon: iconOf(key),
            words: at === 0 ? capitalised(text(key)) : text(key),
            dot: at === length - 1 ? '' : ' · '
        }));
    }

    /** Said once, politely, when the check is done. */
    get announcement() {
        return this.shown ? this.parts.map(({ words, dot }) => words + dot).join('') : '';
    }

    get detailsTitle() {
        return text('details.title');
    }

    get explanation() {
        return text(this.disclosure.explanation ?? 'details.checking');
    }

    get rows() {
        return this.shown ? rowsOf(this.shown, (name) => this.objectInfo?.fields[name]?.label ?? name) : [];
    }

    get ariaExpanded() {
        return String(this.expanded);
    }

    get isCollapsed() {
        return !this.expanded;
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

/** Texts of the catalogue that go inside a sentence start small. */
function capitalised(words) {
    return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A wire's error: what could not be read, and the platform's reason. */
function refusal(what, error) {
    const reason = [error.body].flat()[0]?.message ?? error.message ?? error.statusText ?? 'no reason given';
    return {
        code: 'record-unreadable',
        message: `${what}: ${reason} Check your access, or ask your administrator.`
    };
}

import { LightningElement, api, wire } from 'lwc';
import { getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { CHECKS, SEAL, TOUCHMARK_FIELDS } from './checks';
import { reportOf } from './report';
import { hearViolations } from './violations';
import { waitFor } from './waiting';

const WORDS = { works: 'Works', fails: 'Does not work', untried: 'Not tried', running: 'Running…' };

/** Rows of a list view to look at: enough to see whether long texts arrive whole. */
const ROWS = 20;

/**
 * For the owner of an org: tries everything that the other components need, here, and says what works. A check that fails
 * stops no other. Prints no record's values and no secret; the report can be copied and sent.
 *
 * English only, and in its own words: it has to speak where custom labels are not deployed.
 */
export default class TouchmarkSmokeTest extends LightningElement {
    /** Object to look at. */
    @api objectApiName = 'Contact';

    /** A sealed record of that object to read; empty for none. */
    @api sampleRecordId = '';

    /** A list view of that object to read; empty for none. */
    @api listViewApiName = '';

    /** What the fields on the page hold. */
    inputs = {};

    rows = [];
    isRunning = false;
    report = '';
    copied = '';

    /** What the wires read; set when a run begins. */
    asked = {};
    /** What the wires answered, by name. */
    answers = {};

    @wire(getObjectInfo, { objectApiName: '$asked.object' })
    wiredObjectInfo(answer) {
        this.hear('objectInfo', answer);
    }

    @wire(getRecord, { recordId: '$asked.record', fields: '$asked.idField', optionalFields: '$asked.fields' })
    wiredRecord(answer) {
        this.hear('record', answer);
    }

    @wire(getListRecordsByName, {
        objectApiName: '$asked.object',
        listViewApiName: '$asked.list',
        optionalFields: '$asked.fields',
        pageSize: ROWS
    })
    wiredList(answer) {
        this.hear('list', answer);
    }

    connectedCallback() {
        const { objectApiName: object, sampleRecordId: record, listViewApiName: list } = this;
        this.inputs = { object, record, list };
        this.run();
    }

    renderedCallback() {
        // A template can give a text area no text.
        if (this.refs.report) this.refs.report.value = this.report;
    }

    get lines() {
        return this.rows.map((row) => ({ ...row, word: WORDS[row.result] }));
    }

    get summary() {
        const count = (result) => this.rows.filter((row) => row.result === result).length;
        if (this.isRunning)
            return `Running: ${CHECKS.length - count('running')} of ${CHECKS.length} checks done.`;
        return `${count('works')} work, ${count('fails')} do not, ${count('untried')} not tried.`;
    }

    /** Each is set when its field is left, and read when a run begins. */
    handleChange({ target: { name, value } }) {
        this.inputs = { ...this.inputs, [name]: value.trim() };
    }

    handleRun() {
        if (!this.isRunning) this.run();
    }

    /** The clipboard is out of reach in some pages; the text can always be selected. */
    handleCopy() {
        const copying =
            navigator.clipboard?.writeText(this.report) ?? Promise.reject(new Error('no clipboard'));
        copying
            .then(() => {
                this.copied = 'Copied.';
            })
            .catch(() => {
                this.copied = 'This page may not copy. Select the report and copy it by hand.';
                this.refs.report.select();
            });
    }

    run() {
        const { object, record, list } = this.inputs;
        this.isRunning = true;
        this.copied = '';
        this.rows = CHECKS.map(({ key, title }) => ({
            key,
            title,
            result: 'running',
            found: '',
            remedy: ''
        }));
        this.ask({ object, record, list });
        const context = {
            component: this,
            object,
            record,
            list,
            seal: SEAL,
            violations: hearViolations(),
            answer: (name) => waitFor(() => this.answers[name])
        };
        // One after the other: what one starts, the next one measures.
        CHECKS.reduce(
            (before, check) =>
                before.then(() => check.run(context)).then((found) => this.settle(check.key, found)),
            Promise.resolve()
        ).then(() => {
            context.violations.stop();
            this.isRunning = false;
            this.report = reportOf(this.rows);
        });
    }

    /** A wire that is asked the same again answers nothing, so what it answered stays. */
    ask({ object, record, list }) {
        const same = this.asked.object === (object || undefined);
        this.answers = {
            objectInfo: same ? this.answers.objectInfo : undefined,
            record: same && this.asked.record === (record || undefined) ? this.answers.record : undefined,
            list: same && this.asked.list === (list || undefined) ? this.answers.list : undefined
        };
        this.asked = {
            object: object || undefined,
            record: record || undefined,
            list: list || undefined,
            idField: object ? [`${object}.Id`] : undefined,
            fields: object ? TOUCHMARK_FIELDS.map((name) => `${object}.${name}`) : undefined
        };
    }

    settle(key, found) {
        this.rows = this.rows.map((row) => (row.key === key ? { ...row, ...found } : row));
    }

    hear(name, { data, error }) {
        if (data || error) this.answers[name] = { data, error };
    }
}

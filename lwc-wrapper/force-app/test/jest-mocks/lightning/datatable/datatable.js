import { api } from 'lwc';
import Stub from '@salesforce/sfdx-lwc-jest/src/lightning-stubs/datatable/datatable';

/** The stub of sfdx-lwc-jest, with what else the platform's datatable has: a name of its own, and a way to its active cell. */
export default class Datatable extends Stub {
    @api ariaLabel;
    @api focus() {}
}

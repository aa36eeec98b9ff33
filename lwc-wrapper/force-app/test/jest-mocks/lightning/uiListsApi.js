import { createLdsTestWireAdapter } from '@salesforce/wire-service-jest-util';

export const getListInfoByName = createLdsTestWireAdapter(jest.fn());
export const getListRecordsByName = createLdsTestWireAdapter(jest.fn());

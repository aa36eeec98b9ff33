'use client';

import 'touchmark/define';
import type {} from 'touchmark/types/react';

export function Elements() {
    return null;
}

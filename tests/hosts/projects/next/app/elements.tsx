'use client';

import 'touchmark/define';

export function Elements() {
    return null;
}

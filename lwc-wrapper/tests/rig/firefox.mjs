export class Firefox {}

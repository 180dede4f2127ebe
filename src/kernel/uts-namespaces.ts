// The UTS namespaces of one host (uts_namespaces(7)): the names that a machine or a container calls itself
// by. Who may change them is asked where the calls are.

import { must } from "../base/assert.ts";
import { Table } from "../base/table.ts";
import type { UtsNamespace } from "./process.ts";

export class UtsNamespaces {
  private readonly table: Table<UtsNamespace>;
  private nextId: number;

  constructor(origin?: UtsNamespaces) {
    this.table = origin ? origin.table.fork() : new Table<UtsNamespace>((u) => ({ ...u }));
    this.nextId = origin ? origin.nextId : 1;
  }

  create(hostname: string, domainname: string): number {
    const id = this.nextId++;
    this.table.insert(id, { owner: {}, id, hostname, domainname });
    return id;
  }

  get(id: number): UtsNamespace {
    return must(this.table.get(id), `uts namespace ${id} is gone`);
  }

  own(id: number): UtsNamespace {
    return must(this.table.own(id), `uts namespace ${id} is gone`);
  }

  remove(id: number): void {
    this.table.delete(id);
  }
}

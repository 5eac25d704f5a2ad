"""An import-linter contract: some modules of a package are for that package only."""

from __future__ import annotations

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class PrivateParts(Contract):
    # import-linter replaces each field by the value of the contract.
    package: Any = fields.StringField()
    parts: Any = fields.ListField(subfield=fields.StringField())
    open_to: Any = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ARG002
        broken = [
            f"{importer} imports {imported}"
            for importer in graph.modules
            if importer not in self.open_to
            for imported in graph.find_modules_directly_imported_by(importer)
            if self.is_private(imported) and not belongs(importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def is_private(self, module: str) -> bool:
        root, _, part, *_ = [*module.split("."), "", ""]
        return bool(root == self.package and part in self.parts)

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)


def belongs(importer: str, imported: str) -> bool:
    home = ".".join(imported.split(".")[:2])
    return importer == home or importer.startswith(f"{home}.")

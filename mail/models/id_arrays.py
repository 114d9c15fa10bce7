"""`among`: `IN` for hundreds of ids, as one parameter where the database knows arrays."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@BigIntegerField.register_lookup
class Among(In):
    """`filter(pk__among=frozenset(ids))`: Django looks at each item of a list for an expression."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[int]:
        """Ids are ready as they are."""
        return list(self.rhs)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """`id = ANY(array)`, the array as PostgreSQL writes one: psycopg adapts item by item."""
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s::bigint[])", [*params, f"{{{','.join(map(str, self.rhs))}}}"]

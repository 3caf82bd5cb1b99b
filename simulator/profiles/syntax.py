"""What Python's parser makes of a condition: how deep it is, and the names of its structures in faults."""

from __future__ import annotations

import ast


def depth_exceeds(body: ast.AST, limit: int) -> bool:
    """Whether the tree has more than ``limit`` levels."""
    level: list[ast.AST] = [body]
    for _ in range(limit):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True


def shape(node: ast.AST) -> str:
    """A structure that a condition may not have, in words."""
    names: dict[type[ast.AST], str] = {
        ast.Attribute: "a dot",
        ast.Subscript: "a subscript",
        ast.Call: "a call",
        ast.Lambda: "a lambda",
        ast.BinOp: "arithmetic",
        ast.JoinedStr: "a formatted text",
        ast.IfExp: "an if-expression",
        ast.NamedExpr: "an assignment",
        ast.Compare: "a comparison",
        ast.BoolOp: "and/or",
    }
    if isinstance(node, ast.Constant):
        return "a text" if isinstance(node.value, str) else f"the literal {node.value!r:.40}"
    return names.get(type(node), f"'{type(node).__name__}'")

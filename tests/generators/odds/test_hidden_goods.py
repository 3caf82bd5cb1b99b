"""Hidden goods look and weigh like the goods under whose code they travel."""

from __future__ import annotations

import numpy as np

from generators.odds import shelf

ORDINARY, LOOKALIKE, STRATEGIC = range(3)


def test_every_cover_hides_strategic_goods_that_fit_it_but_for_a_few() -> None:
    stock = shelf()
    hidden, goods = stock.hidden, stock.goods
    cover = np.repeat(np.arange(len(goods)), hidden.count)
    assert hidden.count.min() >= 1 and hidden.count.max() <= 8
    assert (stock.kind[hidden.flat] == STRATEGIC).all() and (hidden.flat != cover).all()
    value = np.log([good.eur_per_kg for good in goods])
    bulk = np.array([good.package_type[0] == "V" for good in goods])
    near = np.abs(value[hidden.flat] - value[cover]) <= np.log(10.0) + 1e-9
    mass = np.abs(np.log(stock.kg_per_package[hidden.flat] / stock.kg_per_package[cover])) <= np.log(10.0) + 1e-9
    piece = np.where(stock.piece, stock.kg_per_unit, 0.0)[hidden.flat] <= 1.75 * stock.kg_per_package[cover]
    fits = near & (mass | bulk[cover] | bulk[hidden.flat]) & piece
    left_out = np.unique(cover[~fits & (stock.kind[cover] != STRATEGIC)])
    assert len(left_out) < 0.03 * len(goods), "those of which nothing is near keep the nearest"
    assert (hidden.count[left_out] == 1).all()


def test_a_lookalike_hides_what_it_resembles_where_that_fits() -> None:
    stock = shelf()
    lists = np.split(stock.hidden.flat, stock.hidden.start[1:])
    like = [
        {stock.index[code] for code in good.neighbours} >= set(own.tolist())
        for good, own in zip(stock.goods, lists, strict=True)
        if good.kind == "lookalike"
    ]
    assert np.mean(like) > 0.85


def test_what_a_lookalike_hides_is_of_its_category_where_such_goods_fit() -> None:
    stock = shelf()
    cover = np.repeat(np.arange(len(stock.goods)), stock.hidden.count)
    rows = stock.kind[cover] == LOOKALIKE
    same = stock.category[cover] == stock.category[stock.hidden.flat]
    assert same[rows].mean() > 0.9

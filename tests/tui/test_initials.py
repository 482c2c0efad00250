import pytest

from tui.initials import initials_of, matches


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("开放天数", "kfts"),
        ("开放天数", "ts"),
        ("支出·电费", "zcdf"),
        ("重庆行程数", "cqx"),
        ("重庆行程数", "zqh"),
        ("3D展厅面积", "3dzt"),
        ("“三公”经费支出", "sgjf"),
        ("来源·2022年（结转）", "2022njz"),
    ],
)
def test_letters_that_follow_one_another_find_a_name(name: str, typed: str) -> None:
    assert matches(typed, initials_of(name))


@pytest.mark.parametrize("typed", ["kfs", "stfk", "kftss", "x"])
def test_other_letters_do_not(typed: str) -> None:
    assert not matches(typed, initials_of("开放天数"))

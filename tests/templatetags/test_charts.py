"""The numbers behind the drawings."""

from archive.templatetags.charts import CHART_HEIGHT, shares_of, stacks_of


def test_stacks_grow_from_the_ground_and_leave_out_what_is_nothing():
    [first, last] = stacks_of({2020: {"present": 1, "absent": 1}, 2022: {"present": 4, "absent": 0}})

    assert [(part["kind"], part["y"], part["height"]) for part in first["parts"]] == [
        ("present", "52.5", "17.5"),
        ("absent", "35.0", "17.5"),
    ]
    assert [(part["kind"], part["height"]) for part in last["parts"]] == [("present", f"{CHART_HEIGHT}.0")]
    assert (first["is_labelled"], last["is_labelled"]) == (True, True)
    assert float(last["parts"][0]["x"]) == 56  # two steps: the year between has its gap


def test_stacks_of_nothing_are_none():
    assert stacks_of({}) == []
    assert stacks_of({2020: {"present": 0}})[0]["parts"] == []


def test_stack_of_one_is_low():
    assert stacks_of({2020: {"present": 1}})[0]["parts"][0]["height"] == "35.0"


def test_shares_fill_the_bar():
    assert shares_of({"yes": 3, "no": 0, "abstain": 1}) == [
        {"kind": "yes", "x": "0.0", "width": "180.0"},
        {"kind": "abstain", "x": "180.0", "width": "60.0"},
    ]


def test_shares_of_nothing_are_none():
    assert shares_of({"yes": 0}) == []

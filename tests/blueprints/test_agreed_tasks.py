"""Agreed tasks: one tap is enough, one tap takes it back, and only those whose task it is may tap."""

from typing import Any

from tests import factories as make
from tests.client import PageClient


def test_one_tap_says_done_and_one_tap_takes_it_back(client: PageClient) -> None:
    mission = make.completed_mission()
    task = mission.tasks[0]
    client.sign_in(make.technician(task.city))
    path = f"/missions/{mission.ref}"
    answer = client.submit(path, button=f"Done {task.what}")
    assert answer.headers["Location"] == f"{path}#tasks"
    assert task.done_at is not None
    page = client.follow(answer).page
    assert f"Done: {task.what}" in page.main
    client.submit(path, button=f"Undo {task.what}")
    assert task.done_at is None


def test_a_button_elsewhere_leads_back_there_but_never_off_this_site(client: PageClient) -> None:
    mission = make.completed_mission()
    task = mission.tasks[0]
    client.sign_in(make.technician(task.city))
    opened = client.get(f"/missions/{mission.ref}")
    for wanted, place in (("/tasks", "/tasks"), ("https://evil.example", f"/missions/{mission.ref}#tasks")):
        answer = client.send(opened, {}, button=f"Done {task.what}", extra={"next": wanted})
        assert answer.headers["Location"] == place


def test_a_task_is_settled_by_its_city_or_the_coordinator(client: PageClient) -> None:
    mission = make.completed_mission()
    first, second = mission.partnership.cities
    task = mission.tasks[0]
    readers: list[tuple[Any, int]] = [
        (make.technician(first), 303),
        (make.coordinator(), 303),
        (make.technician(second), 403),
        (make.mayor(first), 403),
        (make.observer(mission.partnership), 403),
        (make.technician(make.city()), 404),
    ]
    for reader, code in readers:
        client.sign_in(reader)
        token = next(form for form in client.get("/missions").page.forms if "csrf_token" in form.names)
        data = {"csrf_token": token.defaults["csrf_token"]}
        assert client.post(f"/agreed-tasks/{task.id}/done", data=data).status_code == code
        assert client.post("/agreed-tasks/99999999999/done", data=data).status_code == 404


def test_who_may_not_settle_a_task_sees_no_button(client: PageClient) -> None:
    mission = make.completed_mission()
    client.sign_in(make.technician(mission.partnership.cities[1]))
    buttons = client.get(f"/missions/{mission.ref}").page.words_of("button")
    assert [button for button in buttons if button.startswith("Done ")] == [f"Done {mission.tasks[1].what}"]

"""The set-up's own parts: steps, stamps, failures and what uv is given to look through."""

import sys

import pytest

from tools import step as steps
from tools import uv
from tools.failure import Failed
from tools.step import Step

ENV = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of nothing but a source, `made.txt` being what is made from it."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text("one")
    return tmp_path


def copying(checkout, code="print('copied')", **more):
    made = checkout / "made" / "made.txt"

    def do(run):
        run(sys.executable, "-c", code)
        made.parent.mkdir(exist_ok=True)
        made.write_text((checkout / "source" / "a.txt").read_text())

    return Step("copy", "Copying", do, inputs=[checkout / "source"], makes=[made], redo=[made.parent], **more)


class TestStep:
    def test_is_not_current_before_it_was_done_and_is_after(self, checkout):
        assert not copying(checkout).is_current()
        copying(checkout).run(1, 1, ENV)
        assert copying(checkout).is_current()

    def test_is_done_again_when_an_input_changes(self, checkout):
        copying(checkout).run(1, 1, ENV)
        (checkout / "source" / "a.txt").write_text("two")
        assert not copying(checkout).is_current()

    def test_is_done_again_when_a_file_is_added(self, checkout):
        copying(checkout).run(1, 1, ENV)
        (checkout / "source" / "b.txt").write_text("new")
        assert not copying(checkout).is_current()

    def test_is_done_again_when_what_it_made_is_gone(self, checkout):
        copying(checkout).run(1, 1, ENV)
        (checkout / "made" / "made.txt").unlink()
        assert not copying(checkout).is_current()

    def test_is_done_again_for_another_version(self, checkout):
        copying(checkout, version="1").run(1, 1, ENV)
        assert not copying(checkout, version="2").is_current()

    def test_that_failed_says_so_with_the_end_of_its_log_and_is_not_current(self, checkout):
        failing = copying(checkout, code="print('the reason'); raise SystemExit(3)")
        with pytest.raises(Failed) as failure:
            failing.run(1, 1, ENV)
        assert not failing.is_current()
        assert "| the reason" in failure.value.report()
        assert str(checkout / "logs" / "copy.log") in failure.value.report()

    def test_that_was_cut_off_begins_anew_without_what_was_half_made(self, checkout):
        def cut_off(_run):
            (checkout / "made").mkdir()
            (checkout / "made" / "half").write_text("")
            raise KeyboardInterrupt

        broken = Step("copy", "Copying", cut_off, inputs=[checkout / "source"], redo=[checkout / "made"])
        with pytest.raises(KeyboardInterrupt):
            broken.run(1, 1, ENV)
        assert not broken.is_current()
        copying(checkout).run(1, 1, ENV)
        assert not (checkout / "made" / "half").exists()
        assert copying(checkout).is_current()

    def test_shows_which_of_how_many_it_is_and_what_it_took(self, checkout, capsys):
        copying(checkout).run(2, 5, ENV)
        assert capsys.readouterr().err == "[2/5] Copying ...\n[2/5] Copying: done in 0 s\n"


class TestUvsEnvironment:
    def test_leaves_out_shims_and_foreign_environments(self):
        env = uv.environment({"PATH": "/root/.pyenv/shims:/usr/bin", "VIRTUAL_ENV": "/elsewhere", "HOME": "/root"})
        folders = env["PATH"].split(":")
        assert "/root/.pyenv/shims" not in folders
        assert folders[-1] == "/usr/bin"
        assert "VIRTUAL_ENV" not in env

    def test_puts_pyenvs_own_versions_first_in_the_order_of_their_numbers(self, tmp_path, monkeypatch):
        monkeypatch.setattr(uv, "PYENV", tmp_path)
        for version in ("3.9.18", "3.13.0", "3.10.13", "3.12.1"):
            folder = tmp_path / "versions" / version / "bin"
            folder.mkdir(parents=True)
            (folder / "python3").write_text("")
        folders = uv.environment({"PATH": "/usr/bin"})["PATH"].split(":")
        found = [folder.split("/")[-2] for folder in folders[:-1]]
        assert found == ["3.10.13", "3.12.1", "3.13.0"]

"""The instance's own key."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from tests.documents.samples import AT
from tracker.documents.seal_key import FILE_NAME, SealKey, SealKeyDamaged

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent


def key_in(folder: Path) -> SealKey:
    return SealKey.load_or_create(folder, instance="tracker.example.org", at=AT)


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    made = key_in(tmp_path / "keys")
    again = SealKey.load_or_create(tmp_path / "keys", instance="other.example", at=AT + timedelta(days=1))
    assert again.certificate == made.certificate
    assert again.private_key.private_numbers() == made.private_key.private_numbers()
    assert made.certificate.subject.rfc4514_string() == r"CN=Partnership Tracker seal\, tracker.example.org"
    assert made.certificate.not_valid_before_utc <= AT < made.certificate.not_valid_after_utc


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key_in(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / FILE_NAME).stat().st_mode) == 0o600


def test_a_long_name_of_the_instance_is_cut_not_refused(tmp_path: Path) -> None:
    key = SealKey.load_or_create(tmp_path, instance="a" * 200, at=AT)
    assert key.certificate_pem.startswith(b"-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_file_is_reported_and_left_alone(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    with pytest.raises(SealKeyDamaged):
        key_in(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == damage


def test_a_key_with_the_certificate_of_another_is_damaged(tmp_path: Path) -> None:
    key_in(tmp_path / "one")
    other = key_in(tmp_path / "two")
    file = tmp_path / "one" / FILE_NAME
    key_part, _, _ = file.read_bytes().partition(b"-----BEGIN CERTIFICATE")
    file.write_bytes(key_part + other.certificate_pem)
    with pytest.raises(SealKeyDamaged, match="belong together"):
        key_in(tmp_path / "one")


@pytest.mark.parametrize("attempt", range(5))
def test_threads_that_start_at_once_get_one_key(tmp_path: Path, attempt: int) -> None:
    barrier = Barrier(12)

    def start(_: int) -> bytes:
        barrier.wait()
        return key_in(tmp_path).certificate_der

    with ThreadPoolExecutor(12) as pool:
        certificates = set(pool.map(start, range(12)))
    assert len(certificates) == 1
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_processes_that_start_at_once_get_one_key(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.documents.test_seal_key import key_in;"
        "print('ready', flush=True); sys.stdin.readline(); print(key_in(Path(sys.argv[1])).certificate_pem.hex())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    certificates = {process.communicate(timeout=30)[0] for process in processes}
    assert len(certificates) == 1
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]

"""Keep few sessions whose tab has gone, and none of them long: each holds files and memory."""

import asyncio
from collections.abc import Iterable
from functools import wraps

from streamlit import config
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionInfo

from ce_core.ui.shell.streamlit_patches.fit import misfit

MOST_KEPT = 32
"""A lost connection comes back within seconds; a tab that was closed or reloaded never does."""
HEAVY_BYTES = 8 * 2**20
"""A session that has been sent more than this is kept alone: the one that left last."""
HEAVY_SECONDS = 10


def keep_few_sessions() -> str:
    """Close sessions without a tab: the oldest beyond ``MOST_KEPT``, and each when its time is up.

    Streamlit keeps 128 of them, and looks for those whose time is up only when the next tab goes.
    Each holds three open files, what was uploaded to it and what its pages have computed.

    Returns
    -------
    str
        Why Streamlit was left as it is; nothing if the change is made.
    """
    problem = (
        misfit(MemorySessionStorage, "save", ("self", "session_info"))
        or misfit(MemorySessionStorage, "list", ("self",))
        or misfit(MemorySessionStorage, "delete", ("self", "session_id"))
        or misfit(AppSession, "shutdown", ("self",))
        or misfit(MemoryUploadedFileManager, "__init__", ("self", "upload_endpoint"))
    )
    if problem:
        return problem
    save = MemorySessionStorage.save
    if hasattr(save, "__wrapped__"):
        return ""

    @wraps(save)
    def save_few(self: MemorySessionStorage, session_info: SessionInfo) -> None:
        save(self, session_info)
        close(self, too_many(self.list()))
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # not a server's own loop: nobody waits
        # A second before Streamlit itself forgets it, and with it what is to be closed.
        most = max(1, config.get_option("server.disconnectedSessionTTL") - 1)
        heavy = uploaded_bytes(session_info) > HEAVY_BYTES
        loop.call_later(min(HEAVY_SECONDS, most) if heavy else most, close, self, [session_info])

    MemorySessionStorage.save = save_few  # type: ignore[method-assign]
    return ""


def too_many(kept: list[SessionInfo]) -> list[SessionInfo]:
    """Give those of the kept sessions, oldest first, that are to be closed now."""
    old, young = kept[:-MOST_KEPT], kept[-MOST_KEPT:]
    return old + [each for each in young if uploaded_bytes(each) > HEAVY_BYTES][:-1]


def uploaded_bytes(kept: SessionInfo) -> int:
    """Add up what a session has been sent as files."""
    manager = kept.session._uploaded_file_mgr
    files = manager.file_storage if isinstance(manager, MemoryUploadedFileManager) else {}
    return sum(len(file.data) for file in files.get(kept.session.id, {}).values())


def close(storage: MemorySessionStorage, kept: Iterable[SessionInfo]) -> None:
    """Close sessions if they are still kept: one that was taken up again is not."""
    for each in kept:
        if storage.get(each.session.id) is each:
            storage.delete(each.session.id)
            each.session.shutdown()
            # The session's own cycles would hold its arrays until the collector comes by.
            each.session.session_state.clear()

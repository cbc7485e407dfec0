"""Why nothing can be taken over."""

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text


class LegacyFileMissing(LeadlineError):
    """A SQLite file that is not there."""

    code = "legacy_file_missing"
    message = Text("没有文件 {path}。", "There is no file {path}.")


class LegacyFileElsewhere(LegacyFileMissing):
    """A SQLite file that is not there, but where Flask would have put it."""

    code = "legacy_file_elsewhere"
    message = Text(
        "没有文件 {path}，但有 {there}（Flask 的位置）：请改用 sqlite:///{there}。",
        "There is no file {path}, but there is {there}, where Flask put it: use sqlite:///{there}.",
    )


class LegacyUnreadable(LeadlineError):
    """A database that does not open."""

    code = "legacy_unreadable"
    message = Text("无法读取 {origin}：{problem}", "Cannot read {origin}: {problem}")


class NothingLegacy(LeadlineError):
    """No table of the first system."""

    code = "nothing_legacy"
    message = Text(
        "{origin} 中没有第一代系统的数据表。请用 --from 指明旧数据库，例如 --from sqlite:///instance/business_data.db。",
        "{origin} holds no table of the first system. Name its database with --from, such as "
        "--from sqlite:///instance/business_data.db.",
    )


class LegacyNamesTaken(LeadlineError):
    """Tables that were moved out of the way before, and stand there a second time."""

    code = "legacy_names_taken"
    message = Text(
        "这些名称已被占用：{tables}。此前已移开过一次旧表；请先将其备份并改名。数据未作任何改动。",
        "These names are taken: {tables}. Tables were moved aside here before; back them up and rename them first. "
        "Nothing was touched.",
    )

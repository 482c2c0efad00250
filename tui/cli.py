"""The command line: the terminal app, and the same verbs without a screen.

Data goes to stdout, messages to stderr. Exit codes: 0 fine, 1 refused or an error found, 2 usage. A verb is a
module of `tui.verbs` whose `run` takes the arguments and returns the exit code; it is imported when it is asked
for, so that the app's first frame waits for none of them.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from storage.errors import Refused
from tui.arguments import Arguments, Usage, read_arguments
from tui.verbs.output import drop_output, put, sentence_of, tell

HELP: Final = """\
自评宝：离线填写、核对、导出项目绩效自评报告。

用法：
  zipingbao                      打开自评宝
  zipingbao --demo               打开一份写好的示例报告（临时的，退出后不保留）
  zipingbao new --unit 单位 --year 年度 --project 项目 [--outline 模板]
                                 新建报告，打印它的编号；文档库还没有时先建好
  zipingbao new --from 编号 [--unit 单位] [--year 年度] [--project 项目] [--outline 模板]
                                 以一份报告做下一年的：文字和名称带过来逐条确认，数空着等填
  zipingbao list [--json]        列出报告：编号、单位、年度、项目、状态、进度、修改时间
  zipingbao outline 文件 [--json]
                                 认出 .docx、.txt、.md 里的提纲，每行打印一个标题：第几行、标题
  zipingbao import 文件 [--dry-run] [--json] [--unit 单位] [--year 年度] [--project 项目] [--outline 模板]
                                 把 .docx、.txt、.md 导入成新报告，打印它的编号；对不上的放在“未归类”
                                 --dry-run 只看不写：每行打印第几行、去哪一节、拿不准的打“？”、文字
  zipingbao import 导出的文件 [--dry-run] [--json] [--take all|节,节]
                                 自评宝导出的 .md 和 .docx 原样读回；库里已有这份报告时，--dry-run 列出每一节
                                 相同不相同，--take 采用文件里的全部或几节；没改动的引用仍是引用
  zipingbao check 编号|文件 [--json]
                                 核对，每行打印一处：轻重、位置、问题、原文；有错误时退出码是 1
                                 “文件”还可以是 .txt 和 .md 的文字，不用先放进文档库
  zipingbao export 编号|文件 … [--all] [--format md|docx|json] [-o 路径] [--overwrite] [--record]
                                 导出，打印导出的文件；--all 是文档库里的全部报告
                                 md 是 Markdown，docx 是按公文格式排好的 Word
                                 不写 -o 时放在“文档”里的“自评报告”文件夹，-o - 写到标准输出
                                 多份时 -o 是文件夹；已有的文件只有加 --overwrite 才覆盖
                                 “文件”是报告文件，或用 --format json 导出的文件；--record 附上审核记录
  zipingbao outlines             列出模板，并检查自己写的模板（文档库的“模板”文件夹）
  zipingbao doctor [--json]      逐个核对文档库的文件，损坏的修好，什么也不删；每行打印一个：怎样、文件、说明
  zipingbao backup [-o 文件|文件夹]
                                 把整个文档库备份成一个 .zip，读回来核对过，打印它的路径；不覆盖已有的
                                 不写 -o 时放在上次的地方，没有上次时放在“文档”里的“自评宝备份”文件夹
  zipingbao restore 备份 [编号 …] [--dry-run] [--json]
                                 从备份恢复全部报告或这几份；不一样的，原来的内容留在“历史”
                                 --dry-run 只看不写：每行打印怎样、编号、名称、备份里和这里的修改时间
  zipingbao review send 编号 [--signed 负责人] [--date 日期] [--override 代码=理由]… [-o 文件夹]
                                 送审，打印写好的审核文件；有错误时每种都要用 --override 写明放行的理由
  zipingbao review import 文件    导入审核文件，打印报告编号；导入两次不会多出什么
  zipingbao review return 编号 --verdict 退回|通过 --opinion 意见 [--signed 审核人] [-o 文件夹]
                                 退回或通过，打印写好的审核文件
  zipingbao review recall|change 编号 --reason 理由
                                 撤回已送审的；把已通过的打开改动，通过就不算数了
  zipingbao review list 编号 [--json]
                                 列出批注：编号、轮次、轻重、状态、位置、原文、内容
  zipingbao review record 编号 [-o 文件]
                                 导出审核记录（.md 或 .docx），打印导出的文件

选项：
  --library 文件夹                用这个文件夹作文档库（也可设环境变量 ZIPINGBAO_LIBRARY）
  --version                      版本
  -h, --help                     本说明

退出码：0 正常，1 没有办成或核对出错误，2 用法不对。
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; never a traceback."""
    _ready_streams()
    try:
        return _run(read_arguments(sys.argv[1:] if argv is None else argv))
    except Usage as error:
        tell(f"{error}；用法请看 zipingbao --help。")
        return 2
    except Refused as error:
        tell(sentence_of(error))
    except BrokenPipeError:
        # Whoever read our output went away (`| head`); there is nobody left to tell.
        drop_output()
    except KeyboardInterrupt:
        tell("按了 Ctrl+C，没有做完就停下了。")
    except UnicodeEncodeError:
        tell("路径里有这个语言环境写不出的字，没有办成；请先运行 export LC_ALL=C.UTF-8 再试。")
    except OSError as error:
        tell(f"没有办成：“{error.filename}”用不了（{error.strerror}）；请检查路径和权限后重试。")
    except Exception as error:
        from tui.crash import log_crash

        tell(f"自评宝出错了，没有办成；{log_crash(error)}。")
    return 1


def _run(arguments: Arguments) -> int:
    if arguments.has("--help"):
        put(HELP)
        return 0
    if arguments.has("--version"):
        from importlib.metadata import version

        put(f"自评宝 {version('zipingbao')}\n")
        return 0
    code: int = import_module(f"tui.verbs.{_VERBS[arguments.verb]}").run(arguments)
    return code


_VERBS: Final = {
    "": "app",
    "new": "new",
    "list": "listing",
    "outline": "outline",
    "import": "importing",
    "check": "check",
    "export": "export",
    "outlines": "outlines",
    "doctor": "doctor",
    "backup": "backup",
    "restore": "restore",
    "review": "review",
}
"""The module of `tui.verbs` that each verb is in."""


def _ready_streams() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by whoever called (`>&-`): what is written then goes nowhere.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        else:
            # A console in another encoding gets a mark for what it cannot show, never a crash.
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())

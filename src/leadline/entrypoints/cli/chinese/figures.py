"""What the lines of a summary are called in Chinese. In English they are the names that --json uses."""

from typing import Final

FIGURES: Final = {
    # sync, import, import-legacy
    "source": "来源", "start_date": "起始日期", "end_date": "截止日期", "state": "状态", "complete": "完整",
    "total_records": "收到", "new_count": "新增", "updated_count": "更新", "unchanged": "无变化", "refused": "拒绝",
    "not_dialled": "未拨打", "repeated": "重复", "files": "文件", "answers": "应答", "unreadable": "无法读取",
    "from": "来自", "calls": "通话", "taken": "接收", "updated": "更新",
    "grade_days": "通话轨道天数", "task_days": "汇总轨道天数",
    # keys rotate
    "rows": "行数", "renewed": "已改用新密钥", "left": "剩余",
    # jobs show
    "id": "编号", "kind": "种类", "title": "任务", "priority": "优先级", "attempt": "尝试次数",
    "done": "已完成", "total": "总数", "note": "进度说明", "result": "结果",
    "error_code": "错误代码", "error": "错误", "worker": "执行进程",
    "cancel_requested": "已请求取消", "requested_by": "发起人", "schedule_id": "调度编号", "tick_at": "调度时刻",
    "trace_id": "追踪号", "run_at": "可执行于", "created_at": "创建于", "started_at": "开始于", "finished_at": "结束于",
    "heartbeat_at": "最近心跳",
}  # fmt: skip
# of what a job or a run is, the words that the page uses
VALUES: Final = {
    True: "是", False: "否",
    "queued": "排队中", "running": "执行中", "done": "完成", "failed": "失败", "cancelled": "已取消",
    "skipped": "已跳过", "interrupted": "已中断", "incomplete": "不完整",
}  # fmt: skip

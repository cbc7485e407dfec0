"""HTTP shapes of an employee's figures. Money is in yuan; a rate without a denominator is null."""

from datetime import date

from pydantic import BaseModel, Field


class KpiFigures(BaseModel):
    """What was done. Customers, deposits and score are null until somebody tells them."""

    calls: int = Field(description="外呼量")
    connected: int = Field(description="接通量")
    contact_rate: float | None = Field(description="接通率 = 接通量 / 外呼量 · connected / calls")
    talk_seconds: int = Field(description="通话总秒数")
    avg_talk: float | None = Field(description="平均通话秒数 · talk_seconds / connected")
    orders: int = Field(description="成功单 · success orders")
    success_rate: float | None = Field(description="成功率 = 成功单 / 接通量 · orders / connected")
    order_value: float = Field(description="成功单金额（元）")
    new_customers: int | None
    deposits: float | None
    net_deposits: float | None
    score: float | None


class KpiDayShape(KpiFigures):
    """One business day."""

    date: date


class KpisShape(BaseModel):
    """Every day of the range, oldest first, and their total; the score's total is its mean."""

    employee_id: int
    employee_no: str
    name: str
    start: date
    end: date
    total: KpiFigures
    days: list[KpiDayShape]

"""What an employee has done, and whose customers they look after."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from leadline.employees.endpoints.dependencies import EmployeeKey, PerPage, Toolbox, asking, key_of
from leadline.employees.permissions import EMPLOYEE_ASSIGN, EMPLOYEE_READ
from leadline.employees.schemas.employees import Assigned, Assignment, CustomerShape
from leadline.employees.schemas.kpis import KpiDayShape, KpiFigures, KpisShape
from leadline.employees.service import customers
from leadline.employees.service.callers import Asking
from leadline.employees.service.kpis import KpiDay, kpis_of
from leadline.kernel.http.envelope import Answer, Page, PageAnswer, answer
from leadline.kernel.http.failures import error_responses
from leadline.kernel.http.parameters import PageNumber

router = APIRouter(prefix="/api/employees", tags=["employees"])
Reader = Annotated[Asking, Depends(asking(EMPLOYEE_READ))]
Assigner = Annotated[Asking, Depends(asking(EMPLOYEE_ASSIGN))]
RATE_DIGITS = 6


def _ratio(part: int, whole: int, digits: int = RATE_DIGITS) -> float | None:
    return round(part / whole, digits) if whole else None


def _figures(day: KpiDay) -> dict[str, object]:
    sums, extras = day.sums, day.extras
    return {
        "calls": sums.calls,
        "connected": sums.connected,
        "contact_rate": _ratio(sums.connected, sums.calls),
        "talk_seconds": sums.talk_seconds,
        "avg_talk": _ratio(sums.talk_seconds, sums.connected, 2),
        "orders": sums.orders,
        "success_rate": _ratio(sums.orders, sums.connected),
        "order_value": sums.order_cents / 100,
        "new_customers": extras.new_customers,
        "deposits": _yuan(extras.deposit_cents),
        "net_deposits": _yuan(extras.net_deposit_cents),
        "score": extras.score,
    }


def _yuan(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


@router.get(
    "/{employee_id}/kpis",
    summary="员工KPI · An employee's figures",
    response_model=Answer[KpisShape],
    responses=error_responses(401, 403, 404, 422),
)
async def read_kpis(
    employee_id: EmployeeKey,
    tools: Toolbox,
    caller: Reader,
    first: Annotated[date | None, Query(alias="from", description="首日，默认最近 7 天 · first day")] = None,
    last: Annotated[date | None, Query(alias="to", description="末日，含当日 · last day, included")] = None,
) -> Response:
    """Counted from the calls of the employee's dialer accounts on the days these were theirs; 366 days at most."""
    kpis = await kpis_of(tools, caller, key_of(employee_id), first, last)
    shape = KpisShape(
        employee_id=kpis.employee.id,
        employee_no=kpis.employee.employee_no,
        name=kpis.employee.name,
        start=kpis.first,
        end=kpis.last,
        total=KpiFigures.model_validate(_figures(kpis.total)),
        days=[KpiDayShape.model_validate({"date": day.day, **_figures(day)}) for day in kpis.days],
    )
    return answer(shape)


@router.get(
    "/{employee_id}/customers",
    summary="负责客户 · An employee's customers",
    response_model=PageAnswer[CustomerShape],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def read_customers(
    employee_id: EmployeeKey, tools: Toolbox, caller: Reader, page: PageNumber = 1, per_page: PerPage = 50
) -> Response:
    """The last assigned first. 409 where customers are not part of the installation."""
    found = await customers.customers_of(tools, caller, key_of(employee_id), page, per_page)
    listed = [CustomerShape.model_validate(one, from_attributes=True) for one in found.customers]
    return answer(listed, pagination=Page.of(page, per_page, found.total))


@router.post(
    "/{employee_id}/assign",
    summary="分配客户 · Give customers to an employee",
    response_model=Answer[Assigned],
    responses=error_responses(401, 403, 404, 409, 422),
)
async def assign(employee_id: EmployeeKey, body: Assignment, tools: Toolbox, caller: Assigner) -> Response:
    """All of them or none. 409 where customers are not part of the installation."""
    changed = await customers.assign_customers(tools, caller, key_of(employee_id), body.customer_ids)
    return answer(Assigned(assigned=changed))
